// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Operators that make a code of each code, of 16 bits on one side at least, on the SIMD backend,
// with the arguments of the scalar kernels.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/simd/maps_plan.hpp"
#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/leaky_relu.hpp"
#include "octet/kernels/lookup.hpp"
#include "octet/kernels/rescale.hpp"
#include "octet/kernels/sigmoid.hpp"
#include "octet/kernels/softmax_int16.hpp"

namespace octet {

namespace simd {

/// Runs a rescale of `args` whose map is by `positive`, and by `negative` where that is another.
template <class Args>
bool run_map(const simd_rescale_kernels& kernels, const Args& a, simd_map map, multiplier positive,
             multiplier negative, clamp_range<std::int32_t> clamp, contract c) {
  using from = std::remove_cvref_t<decltype(a.input.data[0])>;
  using to = std::remove_cvref_t<decltype(a.output.data[0])>;
  static_assert(std::is_signed_v<from> && std::is_signed_v<to>);
  static_assert(sizeof(from) <= 2 && sizeof(from) + sizeof(to) > 2);
  const std::int32_t most = largest_difference<from>(a.input_zero_point);
  const auto scaling = simd_code_scaling::of(positive, a.output_zero_point, c, most);
  const auto below = simd_code_scaling::of(negative, a.output_zero_point, c, most);
  if (!scaling || !below) return false;
  kernels.rescale({.from = a.input.data.data(),
                   .to = a.output.data.data(),
                   .n = a.output.count(),
                   .from_bytes = sizeof(from),
                   .to_bytes = sizeof(to),
                   .map = map,
                   .zero_point = a.input_zero_point,
                   .scaling = *scaling,
                   .below = *below,
                   .clamp = clamp});
  return true;
}

/// A sigmoid of the codes of `a`, with all else in `s`.
inline void run_sigmoid(const simd_sigmoid_kernels& kernels, const sigmoid_args<std::int16_t>& a,
                        simd_sigmoid s) {
  s.from = a.input.data.data();
  s.to = a.output.data.data();
  s.n = a.output.count();
  s.factor = a.scaling.factor;
  s.shift = a.scaling.shift;
  s.half = s.shift > 0 ? std::int32_t{1} << (s.shift - 1) : 0;
  kernels.sigmoid(s);
}

}  // namespace simd

/// rescale of int8 or int16 codes to int8, int16 or int32 codes, not both int8, by contract A or B.
///
/// shapes, units, memory   as rescale<scalar>
/// returns  false, and nothing is done, where the factor is unusual: then it is the scalar kernel's
/// exact    the codes of rescale<scalar>
template <class Args>
[[nodiscard]] bool run_rescale(const simd_rescale_kernels& kernels, const Args& a,
                               contract c = contract::double_rounding) {
  return simd::run_map(kernels, a, simd_map::all_alike, a.scaling, a.scaling, a.clamp, c);
}

/// The same of abs<scalar>.
template <class Args>
[[nodiscard]] bool run_abs(const simd_rescale_kernels& kernels, const Args& a,
                           contract c = contract::double_rounding) {
  return simd::run_map(kernels, a, simd_map::magnitude, a.scaling, a.scaling, a.clamp, c);
}

/// The same of leaky_relu<scalar>.
template <class T>
[[nodiscard]] bool run_leaky_relu(const simd_rescale_kernels& kernels, const leaky_relu_args<T>& a,
                                  contract c = contract::double_rounding) {
  return simd::run_map(kernels, a, simd_map::by_sign, a.identity, a.slope,
                       code_range<T>(activation::none, 1.0F, 0), c);
}

/// lookup of int16 codes.
///
/// shapes, units, memory   as lookup<scalar>
/// exact    the codes of lookup<scalar>
inline void run_lookup(const simd_interpolation_kernels& kernels,
                       const lookup_args<std::int16_t>& a) {
  kernels.interpolate({.from = a.input.data.data(),
                       .to = a.output.data.data(),
                       .n = a.output.count(),
                       .table = a.table.data()});
}

/// logistic of int16 codes.
///
/// shapes, units, memory   as logistic<scalar>
/// exact    the codes of logistic<scalar>
inline void run_logistic(const simd_sigmoid_kernels& kernels, const sigmoid_args<std::int16_t>& a) {
  simd::run_sigmoid(kernels, a, simd_sigmoid::logistic());
}

/// The same of tanh<scalar>.
inline void run_tanh(const simd_sigmoid_kernels& kernels, const sigmoid_args<std::int16_t>& a) {
  simd::run_sigmoid(kernels, a, simd_sigmoid::tanh());
}

/// softmax_int16, by contract A or B. A template for the table's sake, see exponential_table.
///
/// shapes, units, memory   as softmax_int16<scalar>
/// returns  false, and nothing is done, where the factor is unusual: then it is the scalar kernel's
/// exact    the codes of softmax_int16<scalar>
template <class Args>
[[nodiscard]] bool run_softmax_int16(const simd_softmax_kernels& kernels, const Args& a,
                                     contract c = contract::double_rounding) {
  constexpr std::int32_t most = std::numeric_limits<std::uint16_t>::max();
  const auto scaling = simd_code_scaling::of(a.scaling, 0, c, most);
  if (!scaling) return false;
  const auto depth = static_cast<std::size_t>(a.input.shape[1]);
  const std::size_t rows = depth == 0 ? 0 : static_cast<std::size_t>(a.input.shape[0]);
  const auto& table = detail::exponential_table<std::remove_cvref_t<decltype(a.output.data[0])>>;
  for (std::size_t row = 0; row < rows; ++row) {
    kernels.softmax_row({.from = a.input.data.data() + row * depth,
                         .to = a.output.data.data() + row * depth,
                         .n = depth,
                         .exponentials = table.data(),
                         .scaling = *scaling});
  }
  return true;
}

}  // namespace octet
