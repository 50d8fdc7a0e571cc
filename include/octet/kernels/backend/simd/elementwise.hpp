// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Operators on two tensors of codes on the SIMD backend: ADD, SUB, SQUARED_DIFFERENCE, MUL,
// MAXIMUM, MINIMUM and PRELU, with the arguments of the scalar kernels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

#include "octet/kernels/add.hpp"
#include "octet/kernels/aligned.hpp"
#include "octet/kernels/backend/simd/elementwise_plan.hpp"
#include "octet/kernels/backend/simd/maps_plan.hpp"
#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/broadcast.hpp"
#include "octet/kernels/mul.hpp"
#include "octet/kernels/plain.hpp"
#include "octet/kernels/prelu.hpp"
#include "octet/kernels/squared_difference.hpp"

namespace octet {

namespace simd {

/// Whether a multiplier is 1/2, as that of the larger of two scales is.
constexpr bool is_half(multiplier m) { return m.mantissa == 1 << 30 && m.shift == 0; }

/// The rows of two tensors, which `p` says how to combine. Swapped: input2 is p.x.
template <class Args>
void combine_rows(void (*combine)(const simd_pairs&), const Args& a, simd_pairs p, bool swapped) {
  broadcast(a.input1.shape, a.input2.shape)
      .for_each_row([&](std::int32_t first, const auto& at, const auto& step, std::int32_t n) {
        p.x = a.input1.data.data() + at[0];
        p.y = a.input2.data.data() + at[1];
        p.x_stays = step[0] == 0;
        p.y_stays = step[1] == 0;
        p.out = a.output.data.data() + first;
        p.n = static_cast<std::size_t>(n);
        if (swapped) {
          std::swap(p.x, p.y);
          std::swap(p.x_stays, p.y_stays);
        }
        combine(p);
      });
}

/// int16 codes have their zero points at 0.
template <class Args>
bool has_usual_zero_points(const Args& a) {
  using code = decltype(a.output.data[0]);
  return sizeof(code) == 1 ||
         (a.input1_zero_point == 0 && a.input2_zero_point == 0 && a.output_zero_point == 0);
}

/// `pair`: what is done with input1 and input2, each shifted left by `left` bits before.
template <class T>
bool run_aligned(const simd_pair_kernels& kernels, const basic_aligned_args<T>& a, simd_pair pair,
                 int left, contract c) {
  static_assert(std::is_same_v<T, std::int8_t> || std::is_same_v<T, std::int16_t>);
  const bool swapped = !is_half(a.scaling.input1);
  if (swapped && !is_half(a.scaling.input2)) return false;
  const auto other = swapped ? a.scaling.input1 : a.scaling.input2;
  // No zero point yet: an input's factor is 1/2 at most.
  const auto y_scaling = simd_scaling::of(other, 0, c);
  const auto output = simd_scaling::of(a.scaling.output, a.output_zero_point, c);
  if (!y_scaling || !output || !has_usual_zero_points(a)) return false;
  if (swapped && pair == simd_pair::subtract) pair = simd_pair::subtract_from;
  const simd_pairs p{.wide = sizeof(T) == 2,
                     .pair = pair,
                     .left = left,
                     .x_zero_point = swapped ? a.input2_zero_point : a.input1_zero_point,
                     .y_zero_point = swapped ? a.input1_zero_point : a.input2_zero_point,
                     .y_scaling = *y_scaling,
                     .output = *output,
                     .clamp = a.clamp};
  combine_rows(kernels.combine, a, p, swapped);
  return true;
}

}  // namespace simd

/// add, of int8 or int16 codes, by contract A or B.
///
/// shapes, units, memory   as add<scalar>
/// returns  false, and nothing is done, where a factor is unusual: then it is the scalar kernel's
/// exact    the codes of add<scalar>
template <class T>
[[nodiscard]] bool run_add(const simd_pair_kernels& kernels, const basic_aligned_args<T>& a,
                           contract c = contract::double_rounding) {
  return simd::run_aligned(kernels, a, simd_pair::add, add_left_shift<T>, c);
}

/// The same of sub<scalar>.
template <class T>
[[nodiscard]] bool run_sub(const simd_pair_kernels& kernels, const basic_aligned_args<T>& a,
                           contract c = contract::double_rounding) {
  return simd::run_aligned(kernels, a, simd_pair::subtract, add_left_shift<T>, c);
}

/// The same of squared_difference<scalar>.
template <class T>
[[nodiscard]] bool run_squared_difference(const simd_pair_kernels& kernels,
                                          const basic_aligned_args<T>& a,
                                          contract c = contract::double_rounding) {
  return simd::run_aligned(kernels, a, simd_pair::squared_difference,
                           squared_difference_left_shift<T>, c);
}

/// The same of mul<scalar>.
template <class T>
[[nodiscard]] bool run_mul(const simd_pair_kernels& kernels, const basic_mul_args<T>& a,
                           contract c = contract::double_rounding) {
  static_assert(std::is_same_v<T, std::int8_t> || std::is_same_v<T, std::int16_t>);
  const auto output = simd_scaling::of(a.scaling, a.output_zero_point, c);
  if (!output || !simd::has_usual_zero_points(a)) return false;
  const simd_pairs p{.wide = sizeof(T) == 2,
                     .pair = simd_pair::multiply,
                     .x_zero_point = a.input1_zero_point,
                     .y_zero_point = a.input2_zero_point,
                     .output = *output,
                     .clamp = a.clamp};
  simd::combine_rows(kernels.combine, a, p, false);
  return true;
}

/// combine<plain::maximum> and combine<plain::minimum> of int8 or int16 codes, not clamped.
///
/// shapes, units, memory   as combine<Operation, scalar>
/// exact    the codes of combine<Operation, scalar>
template <class T>
void run_maximum(const simd_extremum_kernels& kernels, const plain_args<T>& a) {
  simd::combine_rows(kernels.extremum, a, {.wide = sizeof(T) == 2, .pair = simd_pair::larger},
                     false);
}
template <class T>
void run_minimum(const simd_extremum_kernels& kernels, const plain_args<T>& a) {
  simd::combine_rows(kernels.extremum, a, {.wide = sizeof(T) == 2, .pair = simd_pair::smaller},
                     false);
}

/// prelu of int8 or int16 codes, by contract A or B, with the input not broadcast.
///
/// shapes, units, memory   as prelu<scalar>
/// returns  false, and nothing is done, where a factor or the shapes are others: then it is the
///          scalar kernel's
/// exact    the codes of prelu<scalar>
template <class T>
[[nodiscard]] bool run_prelu(const simd_prelu_kernels& kernels, const prelu_args<T, std::int8_t>& a,
                             contract c = contract::double_rounding) {
  const std::int32_t most = simd::largest_difference<T>(a.input_zero_point);
  const auto identity = simd_code_scaling::of(a.identity, a.output_zero_point, c, most);
  const auto slope =
      simd_code_scaling::of(a.slope, a.output_zero_point, c,
                            most * simd::largest_difference<std::int8_t>(a.alpha_zero_point));
  if (!identity || !slope || !(a.input.shape == a.output.shape)) return false;
  simd_prelu p{.wide = sizeof(T) == 2,
               .input_zero_point = a.input_zero_point,
               .alpha_zero_point = a.alpha_zero_point,
               .identity = *identity,
               .slope = *slope,
               .clamp = code_range<T>(activation::none, 1.0F, 0)};
  broadcast(a.input.shape, a.alpha.shape)
      .for_each_row([&](std::int32_t first, const auto& at, const auto& step, std::int32_t n) {
        p.input = a.input.data.data() + at[0];
        p.alpha = a.alpha.data.data() + at[1];
        p.alpha_stays = step[1] == 0;
        p.out = a.output.data.data() + first;
        p.n = static_cast<std::size_t>(n);
        kernels.prelu(p);
      });
  return true;
}

}  // namespace octet
