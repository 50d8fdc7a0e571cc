// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Codes of 16 bits that become codes one by one, in plain C++: for machines without a target of
// their own, and what the others are tested against.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "octet/core/elements.hpp"
#include "octet/fixed/rounding.hpp"
#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/lookup.hpp"
#include "octet/kernels/softmax_int16.hpp"

namespace octet::simd::portable {

template <class From, class To>
inline void rescale_row(const simd_rescale& rescale) {
  // Of its own: a compiler must take what is written for bytes of r.
  const simd_rescale r = rescale;
  for (std::size_t i = 0; i < r.n; ++i) {
    const std::int32_t x = static_cast<const From*>(r.from)[i] - r.zero_point;
    const bool below = r.map == simd_map::by_sign && x < 0;
    const std::int32_t scaled = r.map == simd_map::magnitude && x < 0 ? -x : x;
    const std::int32_t code = below ? r.below(x) : r.scaling(scaled);
    static_cast<To*>(r.to)[i] = static_cast<To>(std::clamp(code, r.clamp.min, r.clamp.max));
  }
}

inline void rescale(const simd_rescale& r) {
  with_rescale_types(r, [&]<class From, class To>() { rescale_row<From, To>(r); });
}

template <class T>
inline void prelu_row(const simd_prelu& prelu) {
  const simd_prelu p = prelu;
  for (std::size_t i = 0; i < p.n; ++i) {
    const std::int32_t x = static_cast<const T*>(p.input)[i] - p.input_zero_point;
    const std::int32_t alpha = p.alpha[p.alpha_stays ? 0 : i] - p.alpha_zero_point;
    const std::int32_t code = x < 0 ? p.slope(x * alpha) : p.identity(x);
    static_cast<T*>(p.out)[i] = static_cast<T>(std::clamp(code, p.clamp.min, p.clamp.max));
  }
}

inline void prelu(const simd_prelu& p) {
  p.wide ? prelu_row<std::int16_t>(p) : prelu_row<std::int8_t>(p);
}

inline void interpolate(const simd_interpolation& p) {
  for (std::size_t i = 0; i < p.n; ++i) p.to[i] = octet::interpolate(p.table, p.from[i]);
}

inline void sigmoid(const simd_sigmoid& s) {
  for (std::size_t i = 0; i < s.n; ++i) {
    const std::int32_t x = (s.from[i] * s.factor + s.half) >> s.shift, place = x < 0 ? -x : x;
    const std::uint32_t line = s.lines[std::min<std::int32_t>(place >> s.fraction, 255)];
    const std::int32_t rest = place & ((1 << s.fraction) - 1);
    const auto below = static_cast<std::int32_t>(line & 0xffff);
    const std::int32_t height =
        (below << s.fraction) + rest * static_cast<std::int32_t>(line >> 16) - s.middle;
    s.to[i] = static_cast<std::int16_t>((s.offset + (x < 0 ? ~height : height)) >> s.output_shift);
  }
}

inline void softmax_row(const simd_softmax_row& r) {
  const std::int32_t largest = *std::max_element(r.from, r.from + r.n);
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < r.n; ++i) {
    const std::int32_t place =
        std::max<std::int32_t>(r.scaling(r.from[i] - largest), -65535) + 32767;
    r.to[i] = octet::interpolate(r.exponentials, static_cast<std::int16_t>(place));
    sum += r.to[i];
  }
  const auto reciprocal = octet::detail::softmax_int16_reciprocal::of(sum);
  for (std::size_t i = 0; i < r.n; ++i) {
    const std::int32_t product = r.to[i] * reciprocal.value;
    r.to[i] =
        saturate_cast<std::int16_t>(shift_right<rounding::half_up>(product, reciprocal.shift));
  }
}

}  // namespace octet::simd::portable
