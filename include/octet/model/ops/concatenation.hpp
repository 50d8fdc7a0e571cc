// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// CONCATENATION in a model: tensors follow each other along an axis. Codes are moved, or brought to
// the output's parameters where those differ.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/kernels/concatenation.hpp"
#include "octet/model/ops/blocks.hpp"
#include "octet/model/schema.hpp"
#include "octet/quant/affine.hpp"

namespace octet::ops {

struct concatenation : any_type_entry<builtin::concatenation> {
  struct data {
    block_layout layout;
    part_list parts;
    std::uint32_t maps;  ///< offset of a code_map for each part, where there is one that needs it
    std::int32_t maps_codes;  ///< 0 or 1
    std::int32_t type;        ///< tensor_type of the codes that are mapped
  };

  /// Calls run.operator()<T>() with the C++ type of codes.
  template <class Run>
  static constexpr auto with_code(tensor_type type, Run run) {
    if (type == tensor_type::uint8) return run.template operator()<std::uint8_t>();
    if (type == tensor_type::int16) return run.template operator()<std::int16_t>();
    return run.template operator()<std::int8_t>();
  }

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    const std::size_t count = c.input_count();
    if (count == 0) return c.fail(errc::missing_tensor);
    if (refusal r = check_arity(c, count, count, 1)) return r;
    const tensor_info output = c.output(0);
    const auto named = c.op().options.scalar<std::int32_t>(field::concatenation::axis, 0);
    const outcome<std::int32_t> axis = check_axis(c, named, output.shape.rank);
    if (!axis) return axis.error();
    const outcome<activation> act = read_activation(c, field::concatenation::activation);
    if (!act) return act.error();
    if (*act != activation::none) return c.fail(errc::unsupported_option);
    const auto a = static_cast<std::size_t>(*axis);
    data d{.layout = block_layout::of(output, *axis),
           .parts = {},
           .maps = 0,
           .maps_codes = 0,
           .type = static_cast<std::int32_t>(output.type)};
    const auto parts = c.prepare_array<block_part>(count);
    d.parts = {static_cast<std::int32_t>(count), parts.offset};
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const tensor_info input = c.input(i);
      if (refusal r = check_same_type(c, input, output)) return r;
      shape expected = output.shape;
      expected.sizes[a] = input.shape.rank > *axis ? input.shape[*axis] : 0;
      if (input.shape != expected) return c.fail(errc::shape_mismatch, input.index);
      sum += input.shape[*axis];
      if (holds_codes(output.type) && !same_parameters(input, output)) d.maps_codes = 1;
      parts.store(i, d.layout.part(input, input.shape[*axis], output.shape[*axis]));
    }
    if (sum != output.shape[*axis]) return c.fail(errc::shape_mismatch, output.index);
    if (d.maps_codes == 0) return d;
    const auto maps = c.prepare_array<code_map>(count);
    d.maps = maps.offset;
    for (std::size_t i = 0; i < count; ++i) {
      for (const tensor_info& t : {c.input(i), output}) {
        if (refusal r = with_code(t.type, [&]<class T>() { return check_quantized<T>(c, t); }))
          return r;
      }
      maps.store(i, map_of(c.input(i), output));
    }
    return d;
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    std::size_t i = 0;
    d.parts.for_each(c, [&](const block_part& p, std::size_t in_front) {
      if (d.maps_codes == 0) return join_part<Backend>(d.layout, c, p, in_front);
      with_code(static_cast<tensor_type>(d.type), [&]<class T>() {
        octet::concatenation<Backend>(
            concatenation_args<T>{.blocks = {.input = c.read<T>(p.tensor),
                                             .output = c.write<T>(d.layout.whole) + in_front,
                                             .blocks = d.layout.blocks,
                                             .length = p.length,
                                             .input_stride = p.length,
                                             .output_stride = d.layout.stride},
                                  .map = c.prepared<code_map>(d.maps)[i++]});
      });
    });
  }

 private:
  static constexpr bool holds_codes(tensor_type type) {
    return type == tensor_type::int8 || type == tensor_type::uint8 || type == tensor_type::int16;
  }

  /// One scale and zero point; zeros where a tensor is not quantized.
  static constexpr affine parameters(const tensor_info& t) {
    return {t.scales.empty() ? 0.0F : t.scale(), t.zero_points.empty() ? 0 : t.zero_point()};
  }

  static constexpr bool same_parameters(const tensor_info& a, const tensor_info& b) {
    return parameters(a).scale == parameters(b).scale &&
           parameters(a).zero_point == parameters(b).zero_point;
  }

  static constexpr code_map map_of(const tensor_info& input, const tensor_info& output) {
    // Equal parameters move the codes exactly.
    if (same_parameters(input, output)) return {};
    const float scale = input.scale() * (1.0F / output.scale());
    return {.scale = scale,
            .offset = static_cast<float>(-input.zero_point()) * scale,
            .zero_point = output.zero_point()};
  }
};

}  // namespace octet::ops
