// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// expect: more than 44 fraction bits
#include "octet/fixed/trigonometric.hpp"

constexpr auto y = octet::sin<octet::q<-14, 45>>(octet::q<7, 8>{0});
