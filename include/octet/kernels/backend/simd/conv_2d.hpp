// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// CONV_2D and FULLY_CONNECTED on the SIMD backend, with the arguments of the scalar kernels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "octet/kernels/accumulator.hpp"
#include "octet/kernels/backend/simd/product.hpp"
#include "octet/kernels/backend/simd/product_plan.hpp"
#include "octet/kernels/convolution_args.hpp"
#include "octet/kernels/fully_connected.hpp"

namespace octet {

/// Accumulators and codes for which the SIMD backend has kernels.
template <class T, class Accumulator>
inline constexpr bool simd_codes = (std::is_same_v<T, std::int8_t> &&
                                    std::is_same_v<Accumulator, accumulator_32>) ||
                                   (std::is_same_v<T, std::int16_t> &&
                                    std::is_same_v<Accumulator, accumulator_16x8>);

/// int16 codes have contract C; int8 codes A or B.
template <class T>
constexpr simd_contract simd_contract_of(contract c) {
  if (sizeof(T) == 2) return simd_contract::int16_by_int8;
  return c == contract::single_rounding ? simd_contract::single_rounding
                                        : simd_contract::double_rounding;
}

/// The image of a convolution's arguments.
template <class T, class W, class B, class A, class E>
constexpr simd_image image_of(const basic_convolution_args<T, W, B, A, E>& a) {
  return {.batch = a.output.shape[0],
          .height = a.input.shape[1],
          .width = a.input.shape[2],
          .channels = a.input.shape[3],
          .outputs = a.output.shape[3],
          .window = a.window};
}

/// A matrix as an image of one line.
template <class T, class W, class B, class A, class E>
constexpr simd_image image_of(const basic_fully_connected_args<T, W, B, A, E>& a) {
  return {.width = a.output.shape[0],
          .channels = a.filter.shape[1],
          .outputs = a.filter.shape[0],
          .window = {.y = {.output = 1}, .x = {.output = a.output.shape[0]}}};
}

/// The plan of conv_2d or fully_connected for a target. Needs shapes only. Not for grouped
/// convolutions: those stay with the scalar backend.
template <class Args>
constexpr product_plan plan_product(const Args& a, const simd_product_kernels& kernels,
                                    contract c = contract::double_rounding) {
  using code = decltype(a.output.data[0]);
  static_assert(simd_codes<code, typename Args::accumulator>);
  const simd_image image = image_of(a);
  const bool winograd =
      sizeof(code) == 1 && kernels.multiply_winograd != nullptr && simd::suits_winograd(image);
  product_plan p =
      winograd ? product_plan::make_winograd(image, simd_contract_of<code>(c))
               : product_plan::make(image, kernels.form, simd_contract_of<code>(c), kernels.lanes);
  p.rounding = kernels.rounding;
  return p;
}

/// Packs the filter of conv_2d or fully_connected; see pack_filter.
template <class Args>
[[nodiscard]] bool prepare_product(const product_plan& p, const Args& a,
                                   std::span<std::uint8_t> packed) {
  return pack_filter(p, a.filter.data, a.bias, a.requantize, a.input_zero_point, packed);
}

/// A filter [taps][outputs] as [outputs][taps].
template <class Weight>
struct transposed_filter {
  elements<const Weight> codes{};
  std::size_t outputs = 1, taps = 1;

  constexpr std::int8_t operator[](std::size_t i) const {
    return codes[i % taps * outputs + i / taps];
  }
};

/// Packs the filter (1,Kh,Kw,M) of depthwise_conv_2d over one channel; the plan is conv_2d's.
template <class T, class W, class B, class A, class E>
[[nodiscard]] bool prepare_one_channel(const product_plan& p,
                                       const basic_convolution_args<T, W, B, A, E>& a,
                                       std::span<std::uint8_t> packed) {
  const transposed_filter<W> filter{
      a.filter.data, static_cast<std::size_t>(a.filter.shape[3]),
      static_cast<std::size_t>(a.filter.shape[1]) * static_cast<std::size_t>(a.filter.shape[2])};
  return pack_filter(p, filter, a.bias, a.requantize, a.input_zero_point, packed);
}

/// conv_2d or fully_connected over a prepared filter; a.filter and a.bias are not read.
template <class Args>
void run_product(const simd_product_kernels& kernels, const product_plan& p, const Args& a,
                 std::span<std::uint8_t> packed, std::span<std::uint8_t> scratch,
                 const piece_executor& run = serial) {
  using code = decltype(a.output.data[0]);
  run_product(kernels, p,
              simd_tensors<code>{a.input.data.data(), a.output.data.data(), a.input_zero_point,
                                 &a.requantize},
              packed, scratch, run);
}

}  // namespace octet
