// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Activations of a convolution or a matrix product on their way to the scratch memory of the SIMD
// backend.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/backend/simd/product_plan.hpp"
#include "octet/kernels/requantization.hpp"

namespace octet {

/// The tensors of a run. Out is T, or int32 where panels stay as_sums.
template <class T, class Out = T>
struct simd_tensors {
  const T* input = nullptr;
  Out* output = nullptr;
  std::int32_t input_zero_point = 0;
  const requantization* requantize = nullptr;
};

namespace simd {

/// n codes of a form that are the zero point of codes of T; the high bytes of two planes go
/// `high_plane` bytes behind the low ones.
template <class T>
void fill_zero(simd_form form, std::int32_t zero_point, std::size_t n, std::uint8_t* to,
               std::size_t high_plane) {
  const bool biased = form == simd_form::biased_8;
  if (form == simd_form::widened_16) {
    std::fill_n(reinterpret_cast<std::int16_t*>(to), n, static_cast<std::int16_t>(zero_point));
  } else if constexpr (sizeof(T) == 1) {
    std::fill_n(to, n, static_cast<std::uint8_t>(zero_point + (biased ? 128 : 0)));
  } else {
    std::fill_n(to, n, static_cast<std::uint8_t>(biased ? 0 : -128));
    std::fill_n(to + high_plane, n, static_cast<std::uint8_t>(biased ? 128 : 0));
  }
}

/// Activations on their way to scratch memory.
template <class T, class Out>
struct band_writer {
  const simd_product_kernels& kernels;
  const product_plan& plan;
  const simd_tensors<T, Out>& tensors;
  std::uint8_t* planes;

  std::size_t code() const { return bytes_of(plan.form); }

  /// count times n codes, `from_step` codes apart, to `at` bytes into the planes, a line apart
  void copy(const T* from, std::size_t from_step, std::size_t at, std::size_t n,
            std::size_t count) const {
    const simd_copy c{.from = from,
                      .to = planes + at,
                      .n = n,
                      .count = count,
                      .from_step = static_cast<std::ptrdiff_t>(from_step * sizeof(T)),
                      .to_step = static_cast<std::ptrdiff_t>(plan.line_bytes),
                      .high_plane = static_cast<std::ptrdiff_t>(plan.plane_bytes())};
    sizeof(T) == 2 ? kernels.split(c) : kernels.copy(c);
  }

  /// n times the zero point
  void fill(std::size_t at, std::size_t n) const {
    fill_zero<T>(plan.form, tensors.input_zero_point, n, planes + at, plan.plane_bytes());
  }

  /// Lines [first, first + count) of image n, with their padding
  void lines(std::int32_t n, std::int32_t first, std::int32_t count) const {
    const simd_image& i = plan.image;
    const auto size = [](std::int32_t x) { return static_cast<std::size_t>(x); };
    const auto codes = [&](std::int32_t pixels) { return size(pixels) * size(i.channels); };
    const std::int32_t left = std::min(i.window.x.pad, plan.line_pixels);
    const std::int32_t inside = std::clamp<std::int32_t>(plan.line_pixels - left, 0, i.width);
    const std::int32_t right = plan.line_pixels - left - inside;
    const std::int32_t begin = std::clamp<std::int32_t>(-first, 0, count),
                       end = std::clamp<std::int32_t>(i.height - first, begin, count);
    for (std::int32_t l = 0; l < count; ++l) {
      const std::size_t at = size(l) * plan.line_bytes;
      if (l < begin || l >= end) {
        fill(at, codes(plan.line_pixels));
        continue;
      }
      if (left > 0) fill(at, codes(left));
      if (right > 0) fill(at + codes(left + inside) * code(), codes(right));
    }
    if (begin >= end) return;
    const std::size_t row = size(n) * size(i.height) + size(first + begin);
    copy(tensors.input + row * codes(i.width), codes(i.width),
         size(begin) * plan.line_bytes + codes(left) * code(), codes(inside), size(end - begin));
  }

  /// Output pixels [first, first + n) of all images: the pixels under them, one a line
  void pixels(std::int32_t first, std::int32_t n) const {
    const auto channels = static_cast<std::size_t>(plan.image.channels);
    if (plan.dense) {
      const auto count = static_cast<std::size_t>(n);
      const T* from = tensors.input + static_cast<std::size_t>(first) * channels;
      const bool joined = plan.line_bytes == channels * code();
      copy(from, channels, 0, joined ? count * channels : channels, joined ? 1 : count);
      return;
    }
    const window_axis& x = plan.image.window.x;
    for (std::int32_t i = first; i < first + n;) {
      const std::int32_t count = std::min(x.output - i % x.output, first + n - i);
      copy(tensors.input + plan.code_under(i), static_cast<std::size_t>(x.stride) * channels,
           static_cast<std::size_t>(i - first) * plan.line_bytes, channels,
           static_cast<std::size_t>(count));
      i += count;
    }
  }
};

}  // namespace simd

}  // namespace octet
