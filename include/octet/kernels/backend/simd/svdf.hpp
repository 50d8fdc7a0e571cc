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

  static constexpr svdf_plan make(const svdf_sizes& z, simd_form form, bool real) {
    const std::int32_t rows = std::clamp<std::int32_t>(z.batch, 1, most_rows);
    return {.product = plan_rows(rows, z.inputs, z.filters(), form), .real = real};
  }

  constexpr std::size_t rows() const { return static_cast<std::size_t>(product.image.width); }
  constexpr std::size_t inputs() const { return static_cast<std::size_t>(product.image.channels); }
  constexpr std::size_t filters() const { return static_cast<std::size_t>(product.outputs); }
  constexpr std::size_t packed_bytes() const { return product.packed_bytes(); }
  constexpr std::size_t code_bytes() const { return real ? round_up(rows() * inputs(), 64) : 0; }
  constexpr std::size_t sum_bytes() const {
    return round_up(rows() * filters() * sizeof(std::int32_t), 64);
  }
  constexpr std::size_t scratch_bytes(std::size_t threads = 1) const {
    return code_bytes() + sum_bytes() + threads * product.scratch_bytes();
  }
};

/// svdf over weights that pack_sums has packed, which it does not read.
///
/// memory   scratch >= p.scratch_bytes(pieces that may run at once); nothing overlaps
/// exact    the codes of svdf<Backend>
template <class Backend, class State>
void run_svdf(const simd_product_kernels& kernels, const svdf_plan& p,
              const basic_svdf_args<State>& a, std::span<std::uint8_t> packed,
              std::span<std::uint8_t> scratch, const piece_executor& pieces = serial) {
  auto* const sums = reinterpret_cast<std::int32_t*>(scratch.data());
  const std::int32_t most = p.product.image.width;
  svdf_of_sums<Backend>(a, [&](std::int32_t n, std::int32_t filter) {
    if (filter == 0 && n % most == 0) {
      run_rows(kernels, p.product, std::min(most, a.sizes.batch - n),
               a.input.data() + static_cast<std::size_t>(n) * p.inputs(), sums, packed,
               scratch.subspan(p.sum_bytes()), pieces);
    }
    return sums[static_cast<std::size_t>(n % most) * p.filters() +
                static_cast<std::size_t>(filter)];
  });
}

/// hybrid_svdf over weights that pack_sums has packed; neither them nor a.scratch it reads. No sum
/// may leave int32.
///
/// memory   as run_svdf
/// exact    the values of hybrid_svdf<scalar>
inline void run_hybrid_svdf(const simd_hybrid_kernels& kernels, const svdf_plan& p,
                            const hybrid_svdf_args& a, std::span<std::uint8_t> packed,
                            std::span<std::uint8_t> scratch,
                            const piece_executor& pieces = serial) {
  auto* const codes = reinterpret_cast<std::int8_t*>(scratch.data());
  auto* const sums = reinterpret_cast<std::int32_t*>(scratch.data() + p.code_bytes());
  const simd_panel* const panels = packed_filter::in(packed, p.product.filter).panels;
  const std::int32_t most = p.product.image.width;
  std::array<affine, svdf_plan::most_rows> params;
  hybrid_svdf_of_features(a, [&](std::int32_t n) {
    if (n % most == 0) {
      const std::int32_t rows = std::min(most, a.sizes.batch - n);
      const float* from = a.input.data() + static_cast<std::size_t>(n) * p.inputs();
      for (std::size_t r = 0; r < static_cast<std::size_t>(rows); ++r) {
        params[r] = kernels.quantize_row(
            {from + r * p.inputs(), codes + r * p.inputs(), p.inputs(), a.scheme});
      }
      run_rows(kernels, p.product, rows, codes, sums, packed,
               scratch.subspan(p.code_bytes() + p.sum_bytes()), pieces);
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
  });
}

}  // namespace octet
