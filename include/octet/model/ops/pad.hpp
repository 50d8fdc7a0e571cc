// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// PAD in a model: checks of the paddings; the moves are in kernels/pad.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "octet/kernels/pad.hpp"
#include "octet/model/ops/support.hpp"

namespace octet::ops {

template <class T>
struct pad : entry<builtin::pad, T> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    shape input_shape, output_shape;
    std::array<std::int32_t, max_rank> before;
    std::int32_t zero_point;
  };

  static constexpr result<data> prepare(prepare_context& c) {
    if (error e = check_arity(c, 2, 2, 1)) return e;
    const tensor_info input = c.input(0), paddings = c.input(1), output = c.output(0);
    if (error e = check_quantized<T>(c, input)) return e;
    if (error e = check_quantized<T>(c, output)) return e;
    if (output.scale() != input.scale() || output.zero_point() != input.zero_point())
      return c.fail(errc::quantization_mismatch, output.index);
    data d{.input = input.index,
           .output = output.index,
           .input_shape = input.shape,
           .output_shape = output.shape,
           .before = {},
           .zero_point = output.zero_point()};
    const error e = paddings.type == tensor_type::int64
                        ? read_paddings<std::int64_t>(c, paddings, d)
                        : read_paddings<std::int32_t>(c, paddings, d);
    if (e) return e;
    return d;
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::pad<Backend>(basic_pad_args<T>{.input = {c.read<T>(d.input), d.input_shape},
                                          .output = {c.write<T>(d.output), d.output_shape},
                                          .before = d.before,
                                          .value = static_cast<T>(d.zero_point)});
  }

 private:
  /// Fills d.before from a constant (rank, 2): before and after of each axis.
  template <class Index>
  static constexpr error read_paddings(const prepare_context& c, const tensor_info& paddings,
                                       data& d) {
    if (error e = check_constant<Index>(c, paddings)) return e;
    const std::int32_t rank = d.input_shape.rank;
    if (paddings.shape.rank != 2 || paddings.shape[0] != rank || paddings.shape[1] != 2)
      return c.fail(errc::shape_mismatch, paddings.index);
    if (d.output_shape.rank != rank) return c.fail(errc::shape_mismatch, d.output);
    const elements<const Index> values = c.constant<Index>(paddings);
    for (std::int32_t axis = 0; axis < rank; ++axis) {
      const auto i = static_cast<std::size_t>(axis);
      const std::int64_t before = values[2 * i], after = values[2 * i + 1];
      if (before < 0 || after < 0) return c.fail(errc::bad_option, paddings.index);
      // Each is compared before they are added: three numbers from a file could leave int64.
      const std::int64_t room = std::int64_t{d.output_shape[axis]} - d.input_shape[axis];
      if (before > room || after != room - before) return c.fail(errc::shape_mismatch, d.output);
      d.before[i] = static_cast<std::int32_t>(before);
    }
    return {};
  }
};

}  // namespace octet::ops
