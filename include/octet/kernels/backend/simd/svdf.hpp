// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SVDF on the SIMD backend, of codes and of real activations, with the arguments of the scalar
// kernels: the features are a product over packed weights.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/backend/simd/product_plan.hpp"
#include "octet/kernels/backend/simd/row_sums.hpp"
#include "octet/kernels/hybrid_svdf.hpp"
#include "octet/kernels/svdf.hpp"

namespace octet {

/// The layout of the features.
struct svdf_plan {
  /// Rows of the input that are multiplied together, at most.
  static constexpr std::int32_t most_rows = 16;

  product_plan product{};
  bool real = false;  ///< inputs are quantized on the way
  std::size_t memory = 0;
  std::size_t lanes = 0;  ///< filters that are summed over time at once; 0: as the scalar does

  /// State: its type.
  template <class State>
  static constexpr svdf_plan make(const svdf_sizes& z, const simd_product_kernels& k,
                                  const simd_time_kernels& functions,
                                  std::int32_t state_zero_point) {
    constexpr bool real = std::is_same_v<State, float>;
    const std::int32_t rows = std::clamp<std::int32_t>(z.batch, 1, most_rows);
    svdf_plan p{.product = plan_rows(rows, z.inputs, z.filters(), k.form),
                .real = real,
                .memory = static_cast<std::size_t>(z.memory)};
    const bool summed = real ? functions.real_time_sums != nullptr
                             : functions.code_time_sums != nullptr && sizeof(State) == 2 &&
                                   state_zero_point == 0 && z.memory > 1;
    // Their offsets are int32 bytes.
    if (summed && z.memory < (1 << 20)) p.lanes = static_cast<std::size_t>(k.lanes);
    return p;
  }

  /// Steps over time, and blocks of filters.
  constexpr std::size_t steps() const { return real ? memory : (memory + 1) / 2; }
  constexpr std::size_t blocks() const { return lanes == 0 ? 0 : (filters() + lanes - 1) / lanes; }
  constexpr std::size_t rows() const { return static_cast<std::size_t>(product.image.width); }
  constexpr std::size_t inputs() const { return static_cast<std::size_t>(product.image.channels); }
  constexpr std::size_t filters() const { return static_cast<std::size_t>(product.outputs); }
  constexpr std::size_t feature_bytes() const { return round_up(product.packed_bytes(), 64); }
  constexpr std::size_t packed_bytes() const {
    return feature_bytes() + blocks() * steps() * lanes * sizeof(float);
  }
  constexpr std::size_t code_bytes() const { return real ? round_up(rows() * inputs(), 64) : 0; }
  /// Of the features, and as much over time.
  constexpr std::size_t sum_bytes() const {
    return round_up(rows() * filters() * sizeof(std::int32_t), 64);
  }
  constexpr std::size_t time_bytes() const {
    return round_up(filters() * sizeof(std::int32_t), 64);
  }
  constexpr std::size_t scratch_bytes(std::size_t threads = 1) const {
    return code_bytes() + sum_bytes() + time_bytes() + threads * product.scratch_bytes();
  }
};

namespace simd {

/// The weights over time of a plan: weight_of(filter, step), of 32 bits.
template <class Weight>
void pack_time(const svdf_plan& p, std::span<std::uint8_t> packed, Weight weight_of) {
  std::uint8_t* at = packed.data() + p.feature_bytes();
  for (std::size_t block = 0; block < p.blocks(); ++block) {
    for (std::size_t step = 0; step < p.steps(); ++step) {
      for (std::size_t lane = 0; lane < p.lanes; ++lane, at += 4) {
        const std::size_t filter = block * p.lanes + lane;
        const auto weight = weight_of(std::min(filter, p.filters() - 1), step);
        static_assert(sizeof(weight) == 4);
        __builtin_memcpy(at, &weight, 4);
      }
    }
  }
}

}  // namespace simd

/// Packs the weights of an SVDF for a plan.
///
/// memory   packed >= p.packed_bytes() bytes, for as long as the plan runs
template <class State>
void prepare_svdf(const svdf_plan& p, const basic_svdf_args<State>& a,
                  std::span<std::uint8_t> packed) {
  pack_sums(p.product, a.feature_weights, a.input_zero_point, packed);
  simd::pack_time(p, packed, [&](std::size_t filter, std::size_t step) {
    const std::size_t first = time_step(step, p.memory);
    const auto weight = [&](std::size_t i) {
      const std::int32_t w = i < 2 * step ? 0 : a.time_weights[filter * p.memory + i];
      return static_cast<std::uint32_t>(w) & 0xffffU;
    };
    return weight(first) | weight(first + 1) << 16;
  });
}
inline void prepare_svdf(const svdf_plan& p, const hybrid_svdf_args& a,
                         std::span<std::uint8_t> packed) {
  pack_sums(p.product, a.feature_weights, 0, packed);
  simd::pack_time(p, packed, [&](std::size_t filter, std::size_t step) {
    return a.time_scale * static_cast<float>(a.time_weights[filter * p.memory + step]);
  });
}

/// svdf over prepared weights, which it does not read.
///
/// memory   packed as prepare_svdf left it; scratch >= p.scratch_bytes(n) for n pieces at
///          once; nothing overlaps
/// exact    the codes of svdf<Backend>
template <class Backend, class State>
void run_svdf(const simd_product_kernels& kernels, const simd_time_kernels& functions,
              const svdf_plan& p, const basic_svdf_args<State>& a, std::span<std::uint8_t> packed,
              std::span<std::uint8_t> scratch, const piece_executor& pieces = serial) {
  auto* const sums = reinterpret_cast<std::int32_t*>(scratch.data());
  auto* const time = reinterpret_cast<std::int32_t*>(scratch.data() + p.sum_bytes());
  const std::int32_t most = p.product.image.width, span = a.sizes.span(), rank = a.sizes.rank;
  svdf_of_sums<Backend>(
      a,
      [&](std::int32_t n, std::int32_t filter) {
        if (filter == 0 && n % most == 0) {
          run_rows(kernels, p.product, std::min(most, a.sizes.batch - n),
                   a.input.data() + static_cast<std::size_t>(n) * p.inputs(), sums,
                   packed.first(p.feature_bytes()), scratch.subspan(p.sum_bytes() + p.time_bytes()),
                   pieces);
        }
        return sums[static_cast<std::size_t>(n % most) * p.filters() +
                    static_cast<std::size_t>(filter)];
      },
      [&](std::int32_t u, elements<const State> state) {
        const auto unit = static_cast<std::size_t>(u);
        if (p.lanes == 0) {
          const auto weights = a.time_weights + unit * static_cast<std::size_t>(span);
          return Backend::template dot<std::int64_t>(state, a.state_zero_point, weights, span);
        }
        if (u == 0) {
          functions.code_time_sums({.state = state.data(),
                                    .weights = packed.data() + p.feature_bytes(),
                                    .to = time,
                                    .filters = p.filters(),
                                    .memory = p.memory});
        }
        std::int64_t sum = 0;
        for (std::int32_t r = 0; r < rank; ++r) sum += time[u * rank + r];
        return sum;
      });
}

/// hybrid_svdf over prepared weights; reads neither them nor a.scratch. No sum may leave int32.
///
/// memory   as run_svdf
/// exact    the values of hybrid_svdf<scalar>
inline void run_hybrid_svdf(const simd_hybrid_kernels& kernels, const simd_time_kernels& functions,
                            const svdf_plan& p, const hybrid_svdf_args& a,
                            std::span<std::uint8_t> packed, std::span<std::uint8_t> scratch,
                            const piece_executor& pieces = serial) {
  auto* const codes = reinterpret_cast<std::int8_t*>(scratch.data());
  auto* const sums = reinterpret_cast<std::int32_t*>(scratch.data() + p.code_bytes());
  const simd_panel* const panels = packed_filter::in(packed, p.product.filter).panels;
  const std::int32_t most = p.product.image.width;
  auto* const time = reinterpret_cast<float*>(scratch.data() + p.code_bytes() + p.sum_bytes());
  std::array<affine, svdf_plan::most_rows> params;
  const auto features = [&](std::int32_t n) {
    if (n % most == 0) {
      const std::int32_t rows = std::min(most, a.sizes.batch - n);
      const float* from = a.input.data() + static_cast<std::size_t>(n) * p.inputs();
      for (std::size_t r = 0; r < static_cast<std::size_t>(rows); ++r) {
        params[r] = kernels.quantize_row(
            {from + r * p.inputs(), codes + r * p.inputs(), p.inputs(), a.scheme});
      }
      run_rows(kernels, p.product, rows, codes, sums, packed.first(p.feature_bytes()),
               scratch.subspan(p.code_bytes() + p.sum_bytes() + p.time_bytes()), pieces);
    }
    const auto row = static_cast<std::size_t>(n % most);
    const auto zero = static_cast<std::uint32_t>(params[row].zero_point);
    const std::int32_t* const of_row = sums + row * p.filters();
    return [=, scale = params[row].scale * a.feature_scale](std::int32_t filter) {
      const auto i = static_cast<std::size_t>(filter);
      const std::uint32_t weights = panels[i / panel_width].factor[i % panel_width];
      const std::uint32_t sum = static_cast<std::uint32_t>(of_row[i]) - zero * weights;
      return scale * static_cast<float>(static_cast<std::int32_t>(sum));
    };
  };
  const auto over_time = [&](std::int32_t filter, elements<const float> past) {
    if (p.lanes == 0) return hybrid_svdf_over_time(a, filter, past);
    if (filter == 0) {
      functions.real_time_sums({.state = past.data(),
                                .weights = packed.data() + p.feature_bytes(),
                                .to = time,
                                .filters = p.filters(),
                                .memory = p.memory});
    }
    return time[filter];
  };
  hybrid_svdf_of_features(a, features, over_time);
}

}  // namespace octet
