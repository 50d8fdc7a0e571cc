// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// PAD of float tensors in a model: the moves are those of kernels/pad.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "octet/float_ops/support.hpp"
#include "octet/kernels/pad.hpp"

namespace octet::float_ops {

/// PAD with zeros.
struct pad_entry : ops::entry<builtin::pad, float> {
  struct data {
    std::int32_t input, output;
    shape input_shape, output_shape;
    std::array<std::int32_t, max_rank> before;
  };

  static result<data> prepare(prepare_context& c) {
    if (error e = ops::check_arity(c, 2, 2, 1)) return e;
    if (error e = check_floats(c, 1)) return e;
    data d{.input = c.op().input(0),
           .output = c.op().output(0),
           .input_shape = c.input(0).shape,
           .output_shape = c.output(0).shape,
           .before = {}};
    const error e = c.input(1).type == tensor_type::int64 ? read_paddings<std::int64_t>(c, d)
                                                          : read_paddings<std::int32_t>(c, d);
    if (e) return e;
    return d;
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    octet::pad(basic_pad_args<float>{.input = {c.read<float>(d.input), d.input_shape},
                                     .output = {c.write<float>(d.output), d.output_shape},
                                     .before = d.before,
                                     .value = 0.0F});
  }

 private:
  /// Fills d.before from a constant (rank, 2): zeros before and after each axis.
  template <class Index>
  static error read_paddings(const prepare_context& c, data& d) {
    const tensor_info paddings = c.input(1);
    if (error e = ops::check_constant<Index>(c, paddings)) return e;
    const std::int32_t rank = d.input_shape.rank;
    if (paddings.shape.rank != 2 || paddings.shape[0] != rank || paddings.shape[1] != 2) {
      return c.fail(errc::shape_mismatch, paddings.index);
    }
    if (d.output_shape.rank != rank) return c.fail(errc::shape_mismatch, d.output);
    const elements<const Index> values = c.constant<Index>(paddings);
    for (std::int32_t axis = 0; axis < rank; ++axis) {
      const auto i = static_cast<std::size_t>(axis);
      const std::int64_t before = values[2 * i], after = values[2 * i + 1];
      if (before < 0 || after < 0) return c.fail(errc::bad_option, paddings.index);
      const std::int64_t room = std::int64_t{d.output_shape[axis]} - d.input_shape[axis];
      if (before > room || after != room - before) return c.fail(errc::shape_mismatch, d.output);
      d.before[i] = static_cast<std::int32_t>(before);
    }
    return {};
  }
};

}  // namespace octet::float_ops
