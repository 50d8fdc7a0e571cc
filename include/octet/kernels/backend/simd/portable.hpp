// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The SIMD backend's words in plain C++: for machines without a target of their own, and what the
// others are tested against.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "octet/kernels/backend/simd/float_portable.hpp"
#include "octet/kernels/backend/simd/portable_maps.hpp"
#include "octet/kernels/backend/simd/portable_weighted.hpp"
#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/hybrid_unidirectional_sequence_lstm.hpp"

namespace octet::simd::portable {

template <class T>
inline void combine_row(const simd_pairs& p) {
  const auto *x = static_cast<const T*>(p.x), *y = static_cast<const T*>(p.y);
  for (std::size_t i = 0; i < p.n; ++i) {
    const std::int32_t from_x = x[p.x_stays ? 0 : i] - p.x_zero_point;
    const std::int32_t from_y = y[p.y_stays ? 0 : i] - p.y_zero_point;
    const auto sum = [&](std::int32_t x_sign, std::int32_t y_sign) {
      return x_sign * from_x * (1 << (p.left - 1)) + y_sign * p.y_scaling(from_y * (1 << p.left));
    };
    const auto squared_difference = [&] {
      const std::int32_t difference =
          ((from_x * (1 << p.left) + 1) >> 1) - p.y_scaling(from_y * (1 << p.left));
      return difference * difference;
    };
    const std::int32_t combined = p.pair == simd_pair::multiply             ? from_x * from_y
                                  : p.pair == simd_pair::squared_difference ? squared_difference()
                                  : p.pair == simd_pair::add                ? sum(1, 1)
                                  : p.pair == simd_pair::subtract           ? sum(1, -1)
                                                                            : sum(-1, 1);
    const std::int32_t code = std::clamp(p.output(combined), p.clamp.min, p.clamp.max);
    static_cast<T*>(p.out)[i] = static_cast<T>(code);
  }
}

inline void combine(const simd_pairs& p) {
  p.wide ? combine_row<std::int16_t>(p) : combine_row<std::int8_t>(p);
}

template <class T>
inline void extremum_row(const simd_pairs& p) {
  const auto *x = static_cast<const T*>(p.x), *y = static_cast<const T*>(p.y);
  for (std::size_t i = 0; i < p.n; ++i) {
    const T a = x[p.x_stays ? 0 : i], b = y[p.y_stays ? 0 : i];
    static_cast<T*>(p.out)[i] = p.pair == simd_pair::larger ? std::max(a, b) : std::min(a, b);
  }
}

inline void extremum(const simd_pairs& p) {
  p.wide ? extremum_row<std::int16_t>(p) : extremum_row<std::int8_t>(p);
}

template <class T>
inline void pool_channels(const simd_pool& p) {
  for (std::size_t c = 0; c < p.channels; ++c) {
    std::int32_t sum = p.start, highest = p.clamp.min;
    const T* row = static_cast<const T*>(p.pixels) + c;
    for (std::size_t y = 0; y < p.rows; ++y, row += p.y_step) {
      const T* pixel = row;
      for (std::size_t x = 0; x < p.columns; ++x, pixel += p.x_step) {
        sum += *pixel;
        highest = std::max<std::int32_t>(highest, *pixel);
      }
    }
    const auto count = static_cast<std::int32_t>(p.count());
    const std::int32_t code = p.sums ? p.scaling(sum)
                              : p.reciprocal == 0
                                  ? highest
                                  : (sum + (sum < 0 ? -(count / 2) : count / 2)) / count;
    static_cast<T*>(p.out)[c] = static_cast<T>(std::clamp(code, p.clamp.min, p.clamp.max));
  }
}

template <class T>
inline std::int32_t sum_codes(const void* codes, std::size_t n) {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += static_cast<const T*>(codes)[i];
  return sum;
}

inline std::int32_t sum_row(const void* codes, std::size_t n, bool wide) {
  return wide ? sum_codes<std::int16_t>(codes, n) : sum_codes<std::int8_t>(codes, n);
}

inline void pool(const simd_pool& p) {
  p.wide ? pool_channels<std::int16_t>(p) : pool_channels<std::int8_t>(p);
}

template <class T>
inline void quantize_row(const simd_reals& r) {
  const auto* from = static_cast<const float*>(r.from);
  for (std::size_t i = 0; i < r.n; ++i) {
    static_cast<T*>(r.to)[i] = octet::quantize<T>(r.params, from[i]);
  }
}

template <class T>
inline void dequantize_row(const simd_reals& r) {
  const auto* from = static_cast<const T*>(r.from);
  for (std::size_t i = 0; i < r.n; ++i) {
    static_cast<float*>(r.to)[i] = octet::dequantize(r.params, from[i]);
  }
}

inline void quantize(const simd_reals& r) {
  r.wide ? quantize_row<std::int16_t>(r) : quantize_row<std::int8_t>(r);
}

inline void dequantize(const simd_reals& r) {
  r.wide ? dequantize_row<std::int16_t>(r) : dequantize_row<std::int8_t>(r);
}

inline affine quantize_real_row(const simd_real_row& r) {
  return octet::quantize_row(r.scheme, r.from, r.n, 1, r.to);
}

inline void real_rows(const simd_sum_rows& s) {
  float* at = s.data;
  for (std::size_t row = 0; row < s.rows; ++row) {
    for (std::size_t c = 0; c < s.channels; ++c, ++at) {
      std::uint32_t sum = 0;
      __builtin_memcpy(&sum, at, sizeof(sum));
      const std::uint32_t weights = s.panels[c / panel_width].factor[c % panel_width];
      sum -= static_cast<std::uint32_t>(s.zero_point) * weights;
      *at = s.scaling->real(static_cast<std::int32_t>(sum), static_cast<std::int32_t>(c));
    }
  }
}

inline void add_scaled(const simd_scaled_sums& s) {
  for (std::size_t i = 0; i < s.n; ++i) {
    const std::int32_t sum = s.sums[i] - s.zero_point * s.weights[i];
    s.to[i] += octet::detail::rounded_product(static_cast<float>(sum), s.scales[i]);
  }
}

inline void real_cells(const simd_real_cells& c) {
  for (std::size_t i = 0; i < c.n; ++i) {
    const auto gate = [&](std::size_t n) {
      return c.from_input[n * c.step + i] + c.from_hidden[n * c.step + i];
    };
    const hybrid_lstm_gates gates{gate(0), gate(1), gate(2), gate(3)};
    c.hidden[i] = hybrid_lstm_cell(gates, c.clip, c.cell[i]);
  }
}

inline void lookup(const simd_lookup& l) {
  for (std::size_t i = 0; i < l.n; ++i) l.to[i] = l.table[l.from[i]];
}

template <class Table>
constexpr Table make_kernels() {
  Table k;
  if constexpr (SimdTable<Table, simd_product_kernels>) {
    k.copy = copy;
    k.split = split;
    k.multiply = multiply;
  }
  if constexpr (SimdTable<Table, simd_depthwise_kernels>) {
    k.interleave = interleave;
    k.depthwise = depthwise;
  }
  if constexpr (SimdTable<Table, simd_hybrid_kernels>) {
    k.quantize_row = quantize_real_row;
    k.real_rows = real_rows;
    k.add_scaled = add_scaled;
  }
  if constexpr (SimdTable<Table, simd_real_cell_kernels>) k.real_cells = real_cells;
  if constexpr (SimdTable<Table, simd_pair_kernels>) k.combine = combine;
  if constexpr (SimdTable<Table, simd_extremum_kernels>) k.extremum = extremum;
  if constexpr (SimdTable<Table, simd_prelu_kernels>) k.prelu = prelu;
  if constexpr (SimdTable<Table, simd_maximum_kernels>) k.maximum = pool;
  if constexpr (SimdTable<Table, simd_pool_kernels>) {
    k.pool = pool;
    k.sum_row = sum_row;
  }
  if constexpr (SimdTable<Table, simd_lookup_kernels>) k.lookup = lookup;
  if constexpr (SimdTable<Table, simd_rescale_kernels>) k.rescale = rescale;
  if constexpr (SimdTable<Table, simd_interpolation_kernels>) k.interpolate = interpolate;
  if constexpr (SimdTable<Table, simd_sigmoid_kernels>) k.sigmoid = sigmoid;
  if constexpr (SimdTable<Table, simd_softmax_kernels>) k.softmax_row = softmax_row;
  if constexpr (SimdTable<Table, simd_real_kernels>) {
    k.quantize = quantize;
    k.dequantize = dequantize;
  }
  if constexpr (SimdTable<Table, simd_float_kernels>) k.floats = float_words;
  return k;
}

template <class Table>
inline constexpr Table kernels = make_kernels<Table>();

}  // namespace octet::simd::portable
