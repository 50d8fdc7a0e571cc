// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// expect: more than 64 bits
#include <array>

#include "octet/fixed/span.hpp"

constexpr std::array<octet::q<0, 31>, 2> a{};
constexpr auto sum = octet::dot<2>(a, a);  // 1 + 1 + 62 bits hold a product, but not two
