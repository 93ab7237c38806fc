/* SPDX-License-Identifier: MIT
 *
 * What a process sent about its units is told from what something else wrote there. */
#include "grade/transcript.h"

#include <check.h>
#include <string.h>

#include "runtime/siphash.h"
#include "support/suite.h"

static const uint8_t key[LL_SIPHASH_KEY] = {1, 2, 3};

static struct ll_buf bytes;
static struct ll_transcript transcript;

/* A first frame, as our runtime sends it. */
static void send_hello(void)
{
    struct {
        struct ll_frame_head head;
        struct ll_frame_count count;
    } frame = {{.bytes = sizeof frame.count, .kind = LL_FRAME_HELLO}, {.count = 7}};
    uint64_t code = ll_siphash(key, &frame, sizeof frame);
    ll_buf_add(&bytes, &frame, sizeof frame);
    ll_buf_add(&bytes, &code, sizeof code);
}

static void read_transcript(void)
{
    struct ll_error err = {0};
    ll_transcript_release(&transcript);
    transcript = (struct ll_transcript){0};
    ck_assert_int_eq(ll_transcript_read(key, &bytes, &transcript, &err), 0);
}

static void set_up(void)
{
    ll_buf_init(&bytes, 1 << 16);
    send_hello();
}

static void tear_down(void)
{
    ll_transcript_release(&transcript);
    ll_buf_release(&bytes);
}

START_TEST(a_text_in_it_is_no_frame)
{
    ll_buf_puts(&bytes, "a test that passed");
    read_transcript();
    ck_assert_uint_eq(transcript.pid, 7);
    ck_assert(transcript.forged);
}
END_TEST

/* It claims to have more bytes than there are, as one that was cut. */
START_TEST(a_frame_with_another_number_is_forged)
{
    struct ll_frame_head head = {.bytes = 64, .kind = LL_FRAME_BEGIN, .number = 3};
    ll_buf_add(&bytes, &head, sizeof head);
    read_transcript();
    ck_assert(transcript.forged);
}
END_TEST

START_TEST(a_frame_that_was_cut_is_not_forged)
{
    const size_t whole = bytes.len;
    for (bytes.len = whole; bytes.len-- > 0;) {
        read_transcript();
        ck_assert(!transcript.forged);
        ck_assert_uint_eq(transcript.pid, 0);
    }
}
END_TEST

static struct ll_observation text_of(char *content)
{
    size_t length = strlen(content);
    return (struct ll_observation){
        .value = {.line = 7, .type = LL_OBSERVED_TEXT, .value = length, .address = 1},
        .content = content,
        .content_bytes = length,
        .file = (char *)"/l/test_sign.c",
        .text = (char *)"sign"};
}

START_TEST(texts_are_shown_whole_or_with_what_is_left_out)
{
    char many[501];
    struct ll_buf message = LL_BUF_INIT;
    memset(many, 'x', 500);
    many[500] = '\0';
    struct ll_observation wanted = text_of((char *)"a\n\"b\""), got = text_of(many);
    const struct ll_unit truth = {.items = &wanted, .count = 1, .end = LL_UNIT_ENDED};
    const struct ll_unit unit = {.items = &got, .count = 1, .end = LL_UNIT_ENDED};
    ck_assert_int_eq(ll_unit_compare(&truth, &unit, &message), LL_UNIT_DIFFERS);
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&message),
                                 "xxx\" and 100 more bytes and should be "
                                 "\"a\\n\\\"b\\\"\" (test_sign.c:7)"));
    ll_buf_release(&message);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("transcript");
    TCase *reading = case_create("reading");
    tcase_add_checked_fixture(reading, set_up, tear_down);
    tcase_add_test(reading, a_text_in_it_is_no_frame);
    tcase_add_test(reading, a_frame_with_another_number_is_forged);
    tcase_add_test(reading, a_frame_that_was_cut_is_not_forged);
    suite_add_tcase(suite, reading);

    TCase *comparing = case_create("comparing");
    tcase_add_test(comparing, texts_are_shown_whole_or_with_what_is_left_out);
    suite_add_tcase(suite, comparing);
    return suite_run(suite);
}
