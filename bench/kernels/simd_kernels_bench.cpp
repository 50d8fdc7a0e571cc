// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rows of SIMD kernels that are called without a model: pools, reductions, prelu, quantize and
// dequantize.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "octet/kernels/average_pool_2d.hpp"
#include "octet/kernels/backend/simd/elementwise.hpp"
#include "octet/kernels/backend/simd/pool_2d.hpp"
#include "octet/kernels/backend/simd/quantize.hpp"
#include "octet/kernels/backend/simd/select.hpp"
#include "octet/kernels/backend/simd/sum.hpp"
#include "octet/kernels/dequantize.hpp"
#include "octet/kernels/max_pool_2d.hpp"
#include "octet/kernels/quantize.hpp"
#include "rows.hpp"

namespace octet_bench {

namespace {

constexpr int side = 56, channels = 64, values = side * side * channels;

struct buffers {
  std::vector<float> reals = std::vector<float>(values, 1.0F);
  std::vector<std::int8_t> codes = std::vector<std::int8_t>(values, 3);
  std::vector<std::int8_t> pooled = std::vector<std::int8_t>(values / 4);
};

template <class Args>
Args pool_args(buffers& b) {
  const auto half = octet::window_axis::over(side, 2, 2, 1, octet::padding::valid);
  return {.input = {b.codes.data(), {1, side, side, channels}},
          .output = {b.pooled.data(), {1, side / 2, side / 2, channels}},
          .window = {.y = half, .x = half},
          .clamp = {-128, 127}};
}

void add_kernels(octet::simd_target target) {
  const octet::simd_kernels* k = &octet::kernels_of(target);
  const auto add = [&](const std::string& name, auto run) {
    add_row(
        name + "/" + std::string(octet::name_of(target)) + "_kernel",
        [=] {
          auto b = std::make_shared<buffers>();
          return [b, run] { run(*b); };
        },
        "values/s", values);
  };
  add("quantize", [k](buffers& b) {
    octet::run_quantize(*k, octet::quantize_args{.input = {b.reals.data(), {values}},
                                                 .output = {b.codes.data(), {values}},
                                                 .params = {1.0F / 32, -3}});
  });
  add("dequantize", [k](buffers& b) {
    octet::run_dequantize(*k, octet::dequantize_args{.input = {b.codes.data(), {values}},
                                                     .output = {b.reals.data(), {values}},
                                                     .params = {1.0F / 32, -3}});
  });
  add("max_pool_2d/2x2",
      [k](buffers& b) { octet::run_max_pool_2d(*k, pool_args<octet::max_pool_2d_args>(b)); });
  add("prelu", [k](buffers& b) {
    const octet::shape image{.sizes = {side * side, channels}, .rank = 2};
    const octet::prelu_args<std::int8_t, std::int8_t> args{
        .input = {b.codes.data(), image},
        .alpha = {b.pooled.data(), {.sizes = {channels}, .rank = 1}},
        .output = {b.codes.data(), image},
        .identity = octet::multiplier::from_real(0.9),
        .slope = octet::multiplier::from_real(0.01)};
    static_cast<void>(octet::run_prelu(*k, args));
  });
  add("reduce_max/56x56", [k](buffers& b) {
    octet::axis_set axes;
    axes.add(0);
    const octet::reduce_args<std::int8_t> args{
        .input = {b.codes.data(), {.sizes = {side * side, channels}, .rank = 2}},
        .axes = axes,
        .output = octet::elements<std::int8_t>(b.pooled.data())};
    static_cast<void>(octet::run_reduce_max(*k, args));
  });
  add("mean/channels", [k](buffers& b) {
    octet::axis_set axes;
    axes.add(1);
    const octet::multiplier factor = octet::multiplier::from_real(1.0 / channels);
    const octet::basic_sum_args<std::int8_t> args{
        .input = {b.codes.data(), {.sizes = {side * side, channels}, .rank = 2}},
        .axes = axes,
        .output = octet::elements<std::int8_t>(b.pooled.data()),
        .requantize = {.multipliers = &factor, .per_channel = false, .clamp = {-128, 127}}};
    static_cast<void>(octet::run_sum(*k, args));
  });
  add("average_pool_2d/2x2", [k](buffers& b) {
    static_cast<void>(octet::run_average_pool_2d(*k, pool_args<octet::average_pool_2d_args>(b)));
  });
}

int add_all() {
  int rows = 0;
  for (std::size_t i = 0; i < octet::simd_target_names.size(); ++i, ++rows) {
    const auto target = static_cast<octet::simd_target>(i);
    if (octet::has_target(target)) add_kernels(target);
  }
  return rows;
}

const int rows = add_all();

}  // namespace

}  // namespace octet_bench
