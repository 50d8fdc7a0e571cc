// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The backend for Arm's Helium (Cortex-M55, M85): sixteen int8 products an instruction. Without
// the vector extension, as on a host, it is the backend for the DSP extension.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "octet/core/elements.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/accumulator.hpp"
#include "octet/kernels/backend/armv7e_m.hpp"
#include "octet/kernels/backend/mve.hpp"
#include "octet/kernels/requantization.hpp"

namespace octet {

#if defined(__ARM_FEATURE_MVE)

/// int8 codes with int8 weights in vectors; everything else as basic_armv7e_m does it.
template <contract Contract>
struct basic_armv8_1m_mve : basic_armv7e_m<Contract> {
  using base = basic_armv7e_m<Contract>;
  using base::block;

  static_assert(block == mve::block && base::column_length == mve::column_length);
  static constexpr std::int32_t columns_at_once = 3;

  template <class Sum, class T, class W>
  static constexpr bool folds_zero_point = base::template in_pairs<Sum, T, W>;

  template <class W>
  static constexpr std::int32_t total(elements<const W> w, std::int32_t n) {
    if constexpr (std::same_as<W, std::int8_t>) {
      if (!std::is_constant_evaluated()) return mve::total_of_codes(w.data(), n);
    }
    return base::total(w, n);
  }

  using codes = mve::codes;
  template <class Sum, class T, class W>
  using column = std::conditional_t<base::template in_pairs<Sum, T, W>, codes,
                                    typename base::template column<Sum, T, W>>;

  template <class T>
  static constexpr void copy(T* to, elements<const T> from, std::int32_t n) {
    if constexpr (std::same_as<T, std::int8_t>) {
      if (!std::is_constant_evaluated()) return mve::copy_codes(to, from.data(), n);
    }
    base::copy(to, from, n);
  }

  template <class Column, class T>
  static constexpr void fill_column(Column& to, elements<const T> x, std::int32_t zero_point,
                                    std::int32_t n) {
    if constexpr (!std::same_as<Column, codes>) {
      base::fill_column(to, x, zero_point, n);
    } else {
      to.zero_point = zero_point;
      if (std::is_constant_evaluated()) {
        for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) to.data[i] = x[i];
        return;
      }
      mve::copy_codes(to.data.data(), x.data(), n);
    }
  }

  /// In vectors where the outputs of a channel share its code.
  template <class Sum, class T, class W>
  static constexpr void multiply_accumulate(Sum* sums, elements<const T> x, std::int32_t step,
                                            std::int32_t zero_point, elements<const W> w,
                                            std::int32_t n) {
    if constexpr (base::template in_pairs<Sum, T, W>) {
      if (!std::is_constant_evaluated() && step == 0 && n > 0) {
        return mve::add_multiple(sums, x[0] - zero_point, w.data(), n);
      }
    }
    base::multiply_accumulate(sums, x, step, zero_point, w, n);
  }

  template <class Sum, class Column, class W>
  static constexpr void multiply_columns(const Sum* start, Sum* sums, const Column* columns,
                                         std::int32_t count, elements<const W> w,
                                         std::int32_t stride, std::int32_t n, std::int32_t rows) {
    if constexpr (std::same_as<Column, codes>) {
      if (!std::is_constant_evaluated()) {
        std::int32_t done = 0;
        if (count > 1 && columns->zero_point == 0) {
          done = rows / 2 * 2;
          mve::multiply_three_columns(start, sums, columns, w.data(), stride, n, done);
          if (done == rows) return;
          if (start != nullptr) start += done;
        }
        for (std::int32_t c = 0; c < count; ++c) {
          mve::multiply_one_column(start, sums + c * block + done, columns[c],
                                   w.data() + done * stride, stride, n, rows - done);
        }
        return;
      }
    }
    if constexpr (std::same_as<Column, codes>) {
      detail::multiply_columns<block>(start, sums, columns, count, w, stride, n, rows);
    } else {
      base::multiply_columns(start, sums, columns, count, w, stride, n, rows);
    }
  }

  template <class Sum, class T, class W>
  static constexpr void multiply_taps(const Sum* start, Sum* sums, elements<const T> x,
                                      std::int32_t zero_point, elements<const W> w, const tap* taps,
                                      std::int32_t count, std::int32_t n, std::int32_t repeat) {
    if constexpr (base::template in_pairs<Sum, T, W>) {
      if (!std::is_constant_evaluated()) {
        const mve::window_taps window{
            start != nullptr ? start : sums, x.data(), w.data(), taps, count, zero_point};
        const std::int32_t sixteens = repeat == 1 ? n / 16 * 16 : 0;
        for (std::int32_t i = 0; i < sixteens; i += 16) mve::add_sixteen(window, sums, i);
        for (std::int32_t i = sixteens; i < n; i += 8)
          mve::add_eight(window, sums, i, n - i, repeat);
        return;
      }
    }
    base::multiply_taps(start, sums, x, zero_point, w, taps, count, n, repeat);
  }

  template <class Sum, class T>
  static constexpr void accumulate(Sum* sums, elements<const T> x, std::int32_t n) {
    std::int32_t done = 0;
    if constexpr (base::template in_pairs<Sum, T, std::int8_t>) {
      if (!std::is_constant_evaluated()) {
        for (; done + 4 <= n; done += 4) {
          vstrwq_s32(sums + done, vaddq_s32(vldrwq_s32(sums + done), vldrbq_s32(x.data() + done)));
        }
      }
    }
    base::accumulate(sums + done, x + static_cast<std::size_t>(done), n - done);
  }

  template <class T>
  static constexpr void add_scaled(std::int32_t* sums, elements<const T> x, std::int32_t step,
                                   std::int32_t zero_point, int left, multiplier m,
                                   std::int32_t n) {
    if constexpr (std::same_as<T, std::int8_t> && Contract == contract::double_rounding) {
      if (!std::is_constant_evaluated() && step == 1) {
        return mve::add_scaled_codes(sums, x.data(), zero_point, left, m, n);
      }
    }
    base::add_scaled(sums, x, step, zero_point, left, m, n);
  }

  template <class Accumulator = accumulator_32, class T>
  static constexpr void requantize_row(const typename Accumulator::sum* sums,
                                       const requantization& r, std::int32_t channel,
                                       elements<T> out, std::int32_t n) {
    if constexpr (std::same_as<Accumulator, accumulator_32> && std::same_as<T, std::int8_t> &&
                  Contract == contract::double_rounding) {
      if (!std::is_constant_evaluated())
        return mve::requantize_codes(sums, r, channel, out.data(), n);
    }
    base::template requantize_row<Accumulator>(sums, r, channel, out, n);
  }
};

/// Contract A on Helium.
using armv8_1m_mve = basic_armv8_1m_mve<contract::double_rounding>;

#else

template <contract Contract>
using basic_armv8_1m_mve = basic_armv7e_m<Contract>;
using armv8_1m_mve = armv7e_m;

#endif

}  // namespace octet
