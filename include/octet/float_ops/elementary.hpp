// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// ABS, CEIL, COS, EXP, FLOOR, LOG, NEG, ROUND, RSQRT, SIN, SQRT and SQUARE in float.
#pragma once

#include <xsimd/xsimd.hpp>

#include "octet/float_ops/elementwise.hpp"

namespace octet::float_ops {

// Each is a function of one value.
//
// shapes   output as input
// memory   none; output may be input
// source   TensorFlow Lite reference kernels of the same names

/// out = |x|
inline void abs(const unary_args& a) {
  transform(a, [](auto x) { return xsimd::abs(x); });
}

/// out = the lowest integer >= x
inline void ceil(const unary_args& a) {
  transform(a, [](auto x) { return xsimd::ceil(x); });
}

inline void cos(const unary_args& a) {
  transform(a, [](auto x) { return xsimd::cos(x); });
}

inline void exp(const unary_args& a) {
  transform(a, [](auto x) { return xsimd::exp(x); });
}

/// out = the highest integer <= x
inline void floor(const unary_args& a) {
  transform(a, [](auto x) { return xsimd::floor(x); });
}

/// out = ln x; -infinity at 0, not a number below
inline void log(const unary_args& a) {
  transform(a, [](auto x) { return xsimd::log(x); });
}

inline void neg(const unary_args& a) {
  transform(a, [](auto x) { return -x; });
}

/// out = the nearest integer, ties to even
inline void round(const unary_args& a) {
  transform(a, [](auto x) { return xsimd::nearbyint(x); });
}

/// out = 1 / sqrt(x), in two operations: the instruction of that name has too few bits
inline void rsqrt(const unary_args& a) {
  transform(a, [](auto x) { return decltype(x)(1.0F) / xsimd::sqrt(x); });
}

inline void sin(const unary_args& a) {
  transform(a, [](auto x) { return xsimd::sin(x); });
}

inline void sqrt(const unary_args& a) {
  transform(a, [](auto x) { return xsimd::sqrt(x); });
}

/// out = x * x
inline void square(const unary_args& a) {
  transform(a, [](auto x) { return x * x; });
}

using abs_entry = unary_entry<builtin::abs, abs>;
using ceil_entry = unary_entry<builtin::ceil, ceil>;
using cos_entry = unary_entry<builtin::cos, cos>;
using exp_entry = unary_entry<builtin::exp, exp>;
using floor_entry = unary_entry<builtin::floor, floor>;
using log_entry = unary_entry<builtin::log, log>;
using neg_entry = unary_entry<builtin::neg, neg>;
using round_entry = unary_entry<builtin::round, round>;
using rsqrt_entry = unary_entry<builtin::rsqrt, rsqrt>;
using sin_entry = unary_entry<builtin::sin, sin>;
using sqrt_entry = unary_entry<builtin::sqrt, sqrt>;
using square_entry = unary_entry<builtin::square, square>;

}  // namespace octet::float_ops
