/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lastptr.h"
Bool lp_events_on = False;
void lp_events_open(const HChar *file_name, ULong cap_bytes) { (void)file_name; (void)cap_bytes; }
void lp_events_close(void) {}
void lp_events_forked(void) {}
void lp_event_alloc(const struct block *block) { (void)block; }
void lp_event_free(const struct block *block) { (void)block; }
void lp_event_store(Addr word, UInt entry, UWord value) { (void)word; (void)entry; (void)value; }
void lp_event_loss(const struct block *block, const struct loss *loss) { (void)block; (void)loss; }
