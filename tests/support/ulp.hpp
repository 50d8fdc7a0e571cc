// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The worst error of a function of q in units of the last place, against the C library in double.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "octet/fixed/q.hpp"

namespace octet_test {

/// Visits every code up to 16 bits; above, `samples` codes evenly spread, and the neighbours of the
/// powers of two, of zero and of the ends.
template <octet::QFormat Q, class Visit>
void for_codes(std::int64_t samples, Visit visit) {
  const auto lowest = static_cast<std::int64_t>(Q::lowest_code);
  const auto highest = static_cast<std::int64_t>(Q::highest_code);
  const auto see = [&](std::int64_t code) {
    if (code < lowest || code > highest) return;
    visit(Q::from_code(static_cast<typename Q::wide>(code)));
  };
  const std::int64_t stride = Q::bits <= 16 ? 1 : (highest - lowest) / samples;
  for (std::int64_t code = lowest; code <= highest; code += stride) see(code);
  if (Q::bits <= 16) return;
  for (int bit = 0; bit <= Q::bits; ++bit) {
    for (std::int64_t near = -64; near <= 64; ++near) {
      see((std::int64_t{1} << bit) + near);
      see(-(std::int64_t{1} << bit) + near);
    }
  }
}

/// |result - real| in steps of the result's format; beyond the format its ends are exact.
template <octet::QFormat To>
double ulp_error(To result, double real) {
  const double code = std::ldexp(real, To::fraction_bits);
  const double nearest =
      std::clamp(code, static_cast<double>(To::lowest_code), static_cast<double>(To::highest_code));
  return std::fabs(static_cast<double>(result.code()) - nearest);
}

/// Function has `template <To> To of(x)` and `double real(double)`; where that is NaN, x is outside
/// the domain and not looked at.
template <class Function, octet::QFormat To, octet::QFormat From>
double worst_ulp(std::int64_t samples) {
  double worst = 0;
  for_codes<From>(samples, [&](From x) {
    const double real = Function::real(x.to_double());
    if (std::isnan(real)) return;
    worst = std::max(worst, ulp_error(Function::template of<To>(x), real));
  });
  return worst;
}

inline constexpr std::int64_t dense = std::int64_t{1} << 20;
inline constexpr std::int64_t sparse = std::int64_t{1} << 15;

/// The documented bound holds, and is not a loose one.
template <class Function, octet::QFormat To, octet::QFormat From>
void check_ulp(double documented, std::int64_t samples = sparse) {
  CAPTURE(To::integer_bits);
  CAPTURE(To::fraction_bits);
  CAPTURE(From::integer_bits);
  CAPTURE(From::fraction_bits);
  const double worst = worst_ulp<Function, To, From>(samples);
  CHECK(worst <= documented);
  CHECK(worst > documented / 2);
}

}  // namespace octet_test
