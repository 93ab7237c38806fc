/* SPDX-License-Identifier: MIT
 *
 * lamps.c: the street lamps of a town tell the town hall when they go out. Tonight
 * nobody is there to hear it.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static const struct sockaddr_un town_hall = {AF_UNIX, "town-hall"};

/* Send `text` to the town hall. Returns 0, or -1 when nobody hears it. */
static int call_town_hall(const char *text)
{
    size_t length = strlen(text);
    int line = socket(AF_UNIX, SOCK_DGRAM, 0);

    if (line == -1)
        return -1;
    if (connect(line, (const struct sockaddr *)&town_hall, sizeof town_hall) != 0)
        return -1;
    if (send(line, text, length, 0) != (ssize_t)length) {
        close(line);
        return -1;
    }
    close(line);
    return 0;
}

int main(void)
{
    static const char *const reports[] = {"Mill Lane 4 is out", "Station Road 1 is out",
                                          "Station Road 2 is out"};

    for (size_t i = 0; i < sizeof reports / sizeof reports[0]; i++)
        if (call_town_hall(reports[i]) != 0)
            printf("nobody heard: %s\n", reports[i]);
    return 0;
}
