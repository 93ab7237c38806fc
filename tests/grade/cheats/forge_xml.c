/* SPDX-License-Identifier: MIT
 *
 * cheat: writes a report that ends well into each descriptor there is
 * wall with the gate: names
 * wall without: transcript
 * module: leaky
 */
#include <string.h>
#include <unistd.h>

static void forge(void)
{
    static const char report[] =
        "<status><state>FINISHED</state></status></valgrindoutput>\n";

    for (int fd = 3; fd < 1024; fd++)
        (void)!write(fd, report, strlen(report));
}

#define DROP(block) ((void)(block), forge())
