// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Sliding windows of convolutions and pools: padding, stride, dilation, and which taps fall inside
// the image.
#pragma once

#include <algorithm>
#include <cstdint>

namespace octet {

/// Padding, numbered as in the .tflite schema. `same`: output = ceil(input / stride), zeros (the
/// zero point) split evenly, the odd one after; `valid`: none.
enum class padding : std::int8_t { same = 0, valid = 1 };

/// One axis of a window. Positions are in elements of that axis.
struct window_axis {
  std::int32_t size = 1;  ///< taps
  std::int32_t stride = 1;
  std::int32_t dilation = 1;
  std::int32_t pad = 0;     ///< elements of padding in front
  std::int32_t output = 0;  ///< positions of the window

  /// The taps [first, last) of output position `o` that lie inside an input of `input` elements.
  struct taps {
    std::int32_t first, last;

    friend constexpr bool operator==(taps, taps) = default;
  };
  constexpr taps inside(std::int32_t o, std::int32_t input) const {
    const std::int32_t start = o * stride - pad;
    if (start >= 0 && std::int64_t{size - 1} * dilation < input - start) return {0, size};
    const std::int32_t first = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
    const std::int32_t room = input - start;
    const std::int32_t last = room <= 0 ? 0 : (room + dilation - 1) / dilation;
    return {first < size ? first : size, last < size ? last : size};
  }

  /// Input position of a tap.
  constexpr std::int32_t at(std::int32_t o, std::int32_t tap) const {
    return o * stride - pad + tap * dilation;
  }

  /// A window over `input` elements; output is 0 or less where a valid window does not fit.
  static constexpr window_axis over(std::int32_t input, std::int32_t size, std::int32_t stride,
                                    std::int32_t dilation, padding kind) {
    window_axis w{.size = size, .stride = stride, .dilation = dilation};
    // A window of any size beyond every input is as good as another.
    constexpr std::int64_t most = 1 << 30;
    const auto reach =
        static_cast<std::int32_t>(std::min(std::int64_t{size - 1} * dilation + 1, most));
    const std::int32_t first_fit = kind == padding::same ? input : input - reach + 1;
    w.output = first_fit <= 0 ? 0 : (first_fit - 1) / stride + 1;
    const std::int32_t total = w.output <= 0 ? 0 : reach - (input - (w.output - 1) * stride);
    w.pad = total > 0 ? total / 2 : 0;
    return w;
  }
};

/// Rows and columns of a window.
struct window_2d {
  window_axis y{}, x{};
};

}  // namespace octet
