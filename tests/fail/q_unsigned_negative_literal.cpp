// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// expect: literal_is_outside_the_range_of_this_q
#include "octet/fixed/q.hpp"

constexpr octet::uq<0, 16> gain = -0.5;
