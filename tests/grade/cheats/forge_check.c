/* SPDX-License-Identifier: MIT
 *
 * cheat: brings Check's and leaklab's own functions, which then never fail
 * wall with the gate: tools
 * wall without: leak check
 * module: leaky
 */
int srunner_ntests_failed(void *runner);
int srunner_ntests_failed(void *runner)
{
    (void)runner;
    return 0;
}

void srunner_run_all(void *runner, int mode);
void srunner_run_all(void *runner, int mode)
{
    (void)runner;
    (void)mode;
}

void ll_observe_end(void);
void ll_observe_end(void)
{
}

void ll_canary_leak(unsigned bytes);
void ll_canary_leak(unsigned bytes)
{
    (void)bytes;
}
