// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What average_pool_2d and max_pool_2d in float share: arguments, and the entry.
#pragma once

#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/float_ops/support.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/for_each_window.hpp"
#include "octet/model/ops/pool_2d.hpp"

namespace octet::float_ops {

/// Arguments of a pool.
struct pool_2d_args {
  tensor<const float> input{};
  tensor<float> output{};
  window_2d window{};
  clamp_range<float> clamp{};
};

/// A pool of float tensors in a model.
template <builtin Code, void (*Kernel)(const pool_2d_args&)>
struct pool_2d_entry : ops::entry<Code, float> {
  struct data {
    std::int32_t input, output;
    ops::pool_2d_geometry geometry;
    clamp_range<float> clamp;
  };

  static result<data> prepare(prepare_context& c) {
    if (error e = ops::check_arity(c, 1, 1, 1)) return e;
    if (error e = check_floats(c, 1)) return e;
    ops::pool_2d_geometry geometry{};
    if (error e = ops::read_pool_2d_geometry(c, geometry)) return e;
    const result<activation> act = ops::read_activation(c, field::pool_2d::activation);
    if (!act) return act.error();
    return data{.input = c.op().input(0),
                .output = c.op().output(0),
                .geometry = geometry,
                .clamp = real_range(*act)};
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    Kernel({.input = {c.read<float>(d.input), d.geometry.input},
            .output = {c.write<float>(d.output), d.geometry.output},
            .window = d.geometry.window,
            .clamp = d.clamp});
  }
};

}  // namespace octet::float_ops
