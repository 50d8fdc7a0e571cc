// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Layers on octet's own float kernels, which add in the order of the reference.
#include <limits>
#include <memory>

#include "contestant.hpp"
#include "float_layer.hpp"
#include "octet/float_ops/conv_2d.hpp"
#include "octet/float_ops/depthwise_conv_2d.hpp"
#include "octet/float_ops/fully_connected.hpp"

namespace octet_bench {

namespace {

constexpr octet::clamp_range<float> no_clamp{std::numeric_limits<float>::lowest(),
                                             std::numeric_limits<float>::max()};

octet::float_ops::convolution_args convolution_of(const layer& l, float_layer& f) {
  const octet::window_2d w = l.window();
  const bool depthwise = l.kind == "dw";
  return {.input = {f.input.data(), {1, l.height, l.width, l.inputs}},
          .filter = {f.filter.data(),
                     {depthwise ? 1 : l.outputs, l.kernel_height, l.kernel_width,
                      depthwise ? l.outputs : l.inputs}},
          .bias = f.bias.data(),
          .output = {f.output.data(), {1, w.y.output, w.x.output, l.outputs}},
          .window = w,
          .clamp = no_clamp};
}

}  // namespace

runner octet_float_runner(const layer& l) {
  auto f = std::make_shared<float_layer>(l);
  if (l.kind == "fc") {
    const octet::float_ops::fully_connected_args a{
        .input = {f->input.data(), {l.height, l.inputs}},
        .filter = {f->filter.data(), {l.outputs, l.inputs}},
        .bias = f->bias.data(),
        .output = {f->output.data(), {l.height, l.outputs}},
        .clamp = no_clamp};
    return [f, a] { octet::float_ops::fully_connected(a); };
  }
  const octet::float_ops::convolution_args a = convolution_of(l, *f);
  if (l.kind == "dw") return [f, a] { octet::float_ops::depthwise_conv_2d(a); };
  return [f, a] { octet::float_ops::conv_2d(a); };
}

}  // namespace octet_bench
