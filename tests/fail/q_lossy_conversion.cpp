// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// expect: octet::q<0, 7>
#include "octet/fixed/q.hpp"

constexpr octet::q<0, 15> fine = 0.75;
constexpr octet::q<0, 7> coarse = fine;  // has to be written as narrow<q<0, 7>, ...>(fine)
