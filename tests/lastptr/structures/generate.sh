#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Writes a program of about 2,000 lines to standard output. It has four kinds of containers
# and a queue for each of five element types.
set -eu
cd "$(dirname "$0")"

instance() { # name, type, new, free, compare
    sed -e "s/@NAME@/$1/g" -e "s/@TYPE@/$2/g" -e "s/@NEW@/$3/g" -e "s/@FREE@/$4/g" \
        -e "s/@COMPARE@/$5/g" containers.c.in
}

cat head.c.in
instance text char text_new free strcmp
instance number unsigned number_new free number_compare
instance record 'struct record' record_new record_free record_compare
instance word char text_new free strcmp
instance pair 'struct pair' pair_new pair_free pair_compare
cat tail.c.in
