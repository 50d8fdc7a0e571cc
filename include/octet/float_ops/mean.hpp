// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// MEAN in float: the mean over any axes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/float_ops/support.hpp"
#include "octet/kernels/mean.hpp"
#include "octet/kernels/strided_walk.hpp"
#include "octet/model/ops/mean.hpp"

namespace octet::float_ops {

/// Arguments of mean. The output's elements are in the order of the input's axes that stay, so its
/// shape (with or without the axes that go) does not matter.
struct mean_args {
  tensor<const float, shape> input{};
  axis_set axes{};  ///< that go
  elements<float> output{};
};

/// Mean over axes.   out = sum(input) / count
///
/// shapes   input of any rank; output as in mean_args; the axes that go have elements
/// rounding float sums, element by element
/// memory   none; input and output must not overlap
/// source   TensorFlow Lite reference kernels, MEAN
inline void mean(const mean_args& a) {
  const shape& s = a.input.shape;
  std::size_t count = 1;
  for (std::int32_t i = 0; i < s.rank; ++i) {
    if (!a.axes.has(i)) count *= static_cast<std::size_t>(s[i]);
  }
  if (count == 0) return;
  strided_walk<1> walk;
  std::int32_t stride = 1;
  for (std::int32_t i = s.rank - 1; i >= 0; --i) {
    const bool stays = !a.axes.has(i);
    walk.add_axis(s[i], {stays ? stride : 0});
    if (stays) stride *= s[i];
  }
  float* out = a.output.data();
  std::fill_n(out, count, 0.0F);
  walk.for_each_row([&](std::int32_t first, const auto& at, const auto& step, std::int32_t n) {
    for (std::int32_t i = 0; i < n; ++i) {
      out[at[0] + i * step[0]] += a.input.data[static_cast<std::size_t>(first + i)];
    }
  });
  const auto taken = static_cast<float>(a.axes.count(s));
  for (std::size_t i = 0; i < count; ++i) out[i] /= taken;
}

/// MEAN of float tensors in a model.
struct mean_entry : ops::entry<builtin::mean, float> {
  struct data {
    std::int32_t input, output;
    shape input_shape;
    axis_set axes;
  };

  static result<data> prepare(prepare_context& c) {
    if (error e = ops::check_arity(c, 2, 2, 1)) return e;
    if (error e = check_floats(c, 1)) return e;
    const result<axis_set> axes = ops::read_reduced_axes(c);
    if (!axes) return axes.error();
    const shape input = c.input(0).shape;
    // Nothing has no mean.
    if (input.count() == 0 && c.output(0).shape.count() != 0) {
      return c.fail(errc::shape_mismatch, c.input(0).index);
    }
    return data{
        .input = c.op().input(0), .output = c.op().output(0), .input_shape = input, .axes = *axes};
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    float_ops::mean({.input = {c.read<float>(d.input), d.input_shape},
                     .axes = d.axes,
                     .output = c.write<float>(d.output)});
  }
};

}  // namespace octet::float_ops
