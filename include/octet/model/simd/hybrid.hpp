// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// CONV_2D, DEPTHWISE_CONV_2D, FULLY_CONNECTED and BATCH_MATMUL of real activations with integer
// weights in a model on the SIMD backend.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "octet/kernels/backend/simd.hpp"
#include "octet/model/context.hpp"
#include "octet/model/ops/batch_matmul.hpp"
#include "octet/model/ops/hybrid.hpp"
#include "octet/model/simd/choice.hpp"
#include "octet/model/simd/packed.hpp"
#include "octet/model/simd/weighted.hpp"

namespace octet::detail {

/// An entry on real activations as a convolution or a product with one matrix.
template <class Entry>
struct hybrid_view {
  using data = typename Entry::data;

  static const ops::hybrid_data& of(const data& d) { return d.hybrid; }
  static auto args(const data& d, const run_context& c) { return Entry::args(d, c); }
  static bool fits(const prepare_context&, const data&) { return true; }
  static void with_filter(const data& d, const run_context& c, auto use) {
    use(args(d, c).filter.data);
  }
};

/// Rows of all matrices x are one matrix where there is one y for them.
template <>
struct hybrid_view<ops::batch_matmul<float>> {
  using data = ops::batch_matmul<float>::data;

  static const data& of(const data& d) { return d; }
  static matrix_layout right(const data& d) {
    return matrix_layout::of(d.geometry.y, d.geometry.adjoint_y != 0);
  }
  static bool fits(const prepare_context& c, const data& d) {
    return d.geometry.adjoint_x == 0 && c.input(1).is_constant() && right(d).count() > 0 &&
           d.geometry.y.count() == right(d).count();
  }
  static hybrid_args<std::int8_t, extents<dynamic, dynamic>> args(const data& d,
                                                                  const run_context& c) {
    const std::int32_t depth = right(d).rows, columns = right(d).columns;
    const auto rows =
        static_cast<std::int32_t>(d.geometry.output.count() / static_cast<std::size_t>(columns));
    return {.input = {c.read<float>(d.x), {rows, depth}},
            .filter = {c.read<std::int8_t>(d.y), {columns, depth}},
            .output = {c.write<float>(d.output), {rows, columns}},
            .scheme = d.scheme,
            .scaling = {.scales = c.prepared<float>(d.scales),
                        .per_channel = d.per_channel != 0,
                        .clamp = unclamped<float>}};
  }
  static void with_filter(const data& d, const run_context& c, auto use) {
    const auto codes = c.read<std::int8_t>(d.y);
    if (d.geometry.adjoint_y != 0) return use(codes);
    use(transposed_filter<std::int8_t>{codes, static_cast<std::size_t>(right(d).columns),
                                       static_cast<std::size_t>(right(d).rows)});
  }
};

/// Plan, packing and run of a hybrid convolution or product.
struct hybrid_product_kind {
  using plan = hybrid_plan;

  static std::optional<plan> make(const simd_hybrid_kernels& kernels, const auto& args) {
    if (has_groups(args)) return std::nullopt;
    return plan_hybrid(args, kernels.form);
  }
  template <class View>
  static void prepare(const plan& p, const typename View::data& d, const run_context& c,
                      std::span<std::uint8_t> packed) {
    View::with_filter(d, c, [&](const auto& filter) { prepare_hybrid(p, filter, packed); });
  }
  static std::size_t scratch_bytes(const plan& p, std::size_t threads) {
    return p.scratch_bytes(threads);
  }
  static void run(const simd_hybrid_kernels& kernels, const plan& p, const auto& args,
                  std::span<std::uint8_t> packed, std::span<std::uint8_t> scratch,
                  const piece_executor& e) {
    run_hybrid(kernels, p, args, packed, scratch, e);
  }
};

/// The same of a depthwise convolution.
struct hybrid_depthwise_kind {
  using plan = hybrid_depthwise_plan;

  static std::optional<plan> make(const simd_hybrid_kernels& kernels, const auto& args) {
    const auto p = hybrid_depthwise_plan::make(kernels, args);
    if (p.depthwise.steps() > most_depthwise_steps) return std::nullopt;
    return p;
  }
  template <class View>
  static void prepare(const plan& p, const typename View::data& d, const run_context& c,
                      std::span<std::uint8_t> packed) {
    prepare_hybrid_depthwise(p, View::args(d, c).filter, packed);
  }
  static std::size_t scratch_bytes(const plan& p, std::size_t) { return p.scratch_bytes(); }
  static void run(const simd_hybrid_kernels& kernels, const plan& p, const auto& args,
                  std::span<std::uint8_t> packed, std::span<std::uint8_t> scratch,
                  const piece_executor&) {
    run_hybrid_depthwise(kernels, p, args, packed, scratch);
  }
};

/// An entry on real activations, run by SIMD kernels over packed weights where there are such
/// kernels, else as it is.
template <class Entry, class Kind>
struct simd_hybrid_entry : Entry {
  using view = hybrid_view<Entry>;

  using data = simd_packed_data<Entry, typename Kind::plan>;

  [[gnu::cold]] static result<data> prepare(prepare_context& c) {
    result<data> d = data::of(c);
    if (!d) return d;
    const auto& plain = d->plain;
    const simd_choice choice(c.backend_choice());
    const std::optional<simd_target> target = choice.packed_target();
    // Sums that could leave int32 are the scalar kernel's.
    if (!target || view::of(plain).wide != 0 || !view::fits(c, plain)) return d;
    const auto args = view::args(plain, c.prepared());
    if (!has_usual_size(args)) return d;
    const std::optional<typename Kind::plan> plan =
        Kind::make(kernels_of<simd_hybrid_kernels, std::int8_t>(*target), args);
    if (!plan || plan->scratch_bytes() > most_simd_scratch) return d;
    d->target = static_cast<std::uint32_t>(*target);
    d->pack(c, *plan, Kind::scratch_bytes(*plan, choice.threads()),
            [&](std::span<std::uint8_t> memory) {
              Kind::template prepare<view>(*plan, plain, c.prepared(), memory);
              return true;
            });
    return d;
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    if (!d.is_packed()) return Entry::template run<Backend>(d.plain, c);
    Kind::run(kernels_of<simd_hybrid_kernels, std::int8_t>(static_cast<simd_target>(d.target)),
              d.plan, view::args(d.plain, c), d.weights(c), d.scratch(c), c.pieces());
  }
};

}  // namespace octet::detail
