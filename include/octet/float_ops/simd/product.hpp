// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// CONV_2D, FULLY_CONNECTED and BATCH_MATMUL in float on the SIMD backend.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "octet/float_ops/batch_matmul.hpp"
#include "octet/float_ops/convolution.hpp"
#include "octet/float_ops/fully_connected.hpp"
#include "octet/kernels/backend/simd/float_product.hpp"
#include "octet/model/context.hpp"
#include "octet/model/simd/choice.hpp"
#include "octet/model/simd/weighted.hpp"

namespace octet::float_ops {

/// A product of real values in a model, and where its packed filter is.
struct packed_product {
  float_product_plan plan{};
  std::uint32_t target = 0;
  std::int32_t node = 0;
  std::uint32_t packed = 0, packed_bytes = 0;
  std::uint32_t packs_at_run = 0;  ///< the filter is computed: packed into scratch memory

  /// Room for a run that packs: behind the plan's own memory.
  std::size_t scratch_bytes() const {
    return plan.scratch_bytes() + (packs_at_run != 0 ? packed_bytes : 0);
  }

  /// For an image. A filter that is not constant is worth packing for many rows only.
  static std::optional<packed_product> make(const simd_image& image, simd_target target,
                                            std::int32_t node, bool constant,
                                            bool dense_output = true) {
    constexpr std::int64_t least_rows = 8;
    const auto plan = float_product_plan::make(image, dense_output);
    if (!plan) return std::nullopt;
    const window_2d& w = plan->image.window;
    if (!constant && std::int64_t{w.y.output} * w.x.output < least_rows) return std::nullopt;
    packed_product p{.plan = *plan,
                     .target = static_cast<std::uint32_t>(target),
                     .node = node,
                     .packed_bytes = static_cast<std::uint32_t>(plan->packed_bytes()),
                     .packs_at_run = !constant};
    if (plan->packed_bytes() > UINT32_MAX / 2) return std::nullopt;
    if (p.scratch_bytes() > octet::detail::most_simd_scratch) return std::nullopt;
    return p;
  }

  /// Packs a filter, unless it is computed.
  template <class WeightAt>
  void pack(prepare_context& c, const WeightAt& weight_at, elements<const float> bias) {
    if (packs_at_run != 0) return;
    const auto array = c.prepare_array<std::uint8_t>(packed_bytes);
    packed = array.offset;
    // While the need is only being measured there is nowhere to pack to.
    if (array.values) pack_float_filter(plan, weight_at, bias, {array.values.data(), packed_bytes});
  }

  template <class WeightAt>
  void run(const run_context& c, const float* input, const simd_float_output& output,
           clamp_range<float> clamp, const WeightAt& weight_at, elements<const float> bias) const {
    auto* const scratch = scratch_bytes() != 0 ? c.scratch<std::uint8_t>(node).data() : nullptr;
    // The kernels' interface has one kind of memory; what was packed at load they only read.
    std::span<std::uint8_t> memory{
        const_cast<std::uint8_t*>(c.prepared<std::uint8_t>(packed).data()), packed_bytes};
    if (packs_at_run != 0) {
      memory = {scratch + plan.scratch_bytes(), packed_bytes};
      pack_float_filter(plan, weight_at, bias, memory);
    }
    run_float_product(kernels_of<simd_float_kernels>(static_cast<simd_target>(target)), plan, input,
                      output, clamp, memory, reinterpret_cast<float*>(scratch));
  }
};

/// The image of a layer's arguments; nothing where groups of channels have filters of their own.
inline std::optional<simd_image> image_of(const convolution_args& a) {
  if (a.filter.shape[3] != a.input.shape[3]) return std::nullopt;
  return simd_image{.batch = a.input.shape[0],
                    .height = a.input.shape[1],
                    .width = a.input.shape[2],
                    .channels = a.input.shape[3],
                    .outputs = a.output.shape[3],
                    .window = a.window};
}
inline std::optional<simd_image> image_of(const fully_connected_args& a) {
  return simd_image{.width = a.input.shape[0],
                    .channels = a.input.shape[1],
                    .outputs = a.filter.shape[0],
                    .window = {.y = {.output = 1}, .x = {.output = a.input.shape[0]}}};
}

/// An entry with a filter (outputs, ...), run by SIMD kernels where they can.
template <class Entry>
struct simd_product_entry : Entry {
  struct data {
    typename Entry::data plain;
    std::uint32_t enabled;
    packed_product product;
  };

  static result<data> prepare(prepare_context& c) {
    const result<typename Entry::data> plain = Entry::prepare(c);
    if (!plain) return plain.error();
    data d{.plain = *plain, .enabled = 0, .product = {}};
    const octet::detail::simd_choice choice(c.backend_choice());
    const std::optional<simd_target> target = choice.target();
    if (!target || !choice.packed()) return d;
    const auto args = Entry::args(d.plain, c.prepared());
    const std::optional<simd_image> image = image_of(args);
    if (!image) return d;
    const bool constant =
        c.input(1).is_constant() && (!args.bias || c.model().tensor(d.plain.bias).is_constant());
    const auto product = packed_product::make(*image, *target, c.op().index, constant);
    if (!product) return d;
    d.product = *product;
    if (d.product.scratch_bytes() != 0) c.scratch(d.product.scratch_bytes());
    d.product.pack(c, weights(d, args), args.bias);
    d.enabled = 1;
    return d;
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    if (d.enabled == 0) return Entry::template run<Backend>(d.plain, c);
    const auto args = Entry::args(d.plain, c);
    const auto output = simd_float_output::dense(args.output.data.data(), d.product.plan.image);
    d.product.run(c, args.input.data.data(), output, args.clamp, weights(d, args), args.bias);
  }

 private:
  static auto weights(const data& d, const auto& args) {
    return [filter = args.filter.data, depth = d.product.plan.depth()](
               std::size_t o, std::size_t k) { return filter[o * depth + k]; };
  }
};

/// BATCH_MATMUL whose rows lie side by side; each matrix of the right is the filter of one product.
struct simd_batch_matmul_entry : batch_matmul_entry {
  struct data {
    batch_matmul_entry::data plain;
    std::uint32_t enabled;
    packed_product product;
  };

  /// The weights of a product, of a matrix that lies as `y` does.
  static auto weights(const matrix_layout& y, elements<const float> values) {
    return [y, values](std::size_t o, std::size_t k) {
      return values[y.at(static_cast<std::int32_t>(k), static_cast<std::int32_t>(o))];
    };
  }

  static result<data> prepare(prepare_context& c) {
    const result<batch_matmul_entry::data> plain = batch_matmul_entry::prepare(c);
    if (!plain) return plain.error();
    data d{.plain = *plain, .enabled = 0, .product = {}};
    const octet::detail::simd_choice choice(c.backend_choice());
    const std::optional<simd_target> target = choice.target();
    if (!target || !choice.packed() || d.plain.geometry.adjoint_x != 0) return d;
    const auto args = batch_matmul_entry::args(d.plain, c.prepared());
    const auto x = matrix_layout::of(args.x.shape, false);
    const auto y = matrix_layout::of(args.y.shape, args.adjoint_y);
    const bool constant = c.input(1).is_constant() && batch_of(args.y.shape).count() == 1;
    const simd_image image{.width = x.rows,
                           .channels = x.columns,
                           .outputs = y.columns,
                           .window = {.y = {.output = 1}, .x = {.output = x.rows}}};
    const auto product = packed_product::make(image, *target, c.op().index, constant);
    if (!product) return d;
    d.product = *product;
    if (d.product.scratch_bytes() != 0) c.scratch(d.product.scratch_bytes());
    d.product.pack(c, weights(y, args.y.data), {});
    d.enabled = 1;
    return d;
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    if (d.enabled == 0) return batch_matmul_entry::run<Backend>(d.plain, c);
    const auto args = batch_matmul_entry::args(d.plain, c);
    const auto layout = matrix_layout::of(args.y.shape, args.adjoint_y);
    for_each_matrix(args, [&](const auto& x, const auto& y, const auto& out) {
      const auto output = simd_float_output::dense(out.data(), d.product.plan.image);
      d.product.run(c, x.data(), output, unclamped<float>, weights(layout, y), {});
    });
  }
};

}  // namespace octet::float_ops
