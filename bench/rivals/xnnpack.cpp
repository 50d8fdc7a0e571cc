// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Layers on XNNPACK: int8 with weights per channel, no thread pool. Matrix products are 1x1
// convolutions, which run the same kernels and may have a scale per channel.
#include <xnnpack.h>

#include <memory>

#include "contestant.hpp"

namespace octet_bench {

namespace {

struct xnnpack_layer {
  layer_data data;
  tensor<std::int8_t> input, output;
  xnn_operator_t op = nullptr;

  explicit xnnpack_layer(const layer& l)
      : data(l), input(data.input), output(l.output_count() + XNN_EXTRA_BYTES) {
    input.resize(input.size() + XNN_EXTRA_BYTES);  // it reads past the end
  }
  xnnpack_layer(const xnnpack_layer&) = delete;
  xnnpack_layer& operator=(const xnnpack_layer&) = delete;
  ~xnnpack_layer() { xnn_delete_operator(op); }
};

}  // namespace

runner xnnpack_runner(const layer& l) {
  if (xnn_initialize(nullptr) != xnn_status_success) return {};
  auto x = std::make_shared<xnnpack_layer>(l);
  const octet::window_2d w = l.window();
  const auto after = [](const octet::window_axis& a, int input) {
    return static_cast<std::uint32_t>(
        std::max((a.output - 1) * a.stride + a.size - input - a.pad, 0));
  };
  const auto number = [](int n) { return static_cast<std::uint32_t>(n); };
  const bool depthwise = l.kind == "dw";
  const layer_data& d = x->data;
  const std::size_t channels = number(l.inputs), outputs = number(l.outputs);
  const xnn_status made = xnn_create_convolution2d_nhwc_qc8(
      number(w.y.pad), after(w.x, l.width), after(w.y, l.height), number(w.x.pad),
      number(l.kernel_height), number(l.kernel_width), number(l.stride), number(l.stride), 1, 1,
      depthwise ? number(l.inputs) : 1, depthwise ? 1 : channels, depthwise ? 1 : outputs, channels,
      outputs, static_cast<std::int8_t>(d.input_zero_point), d.input_scale, d.filter_scales.data(),
      d.filter.data(), d.bias.data(), static_cast<std::int8_t>(d.output_zero_point), d.output_scale,
      -128, 127, depthwise ? XNN_FLAG_DEPTHWISE_CONVOLUTION : 0, &x->op);
  if (made != xnn_status_success) return {};
  if (xnn_setup_convolution2d_nhwc_qc8(x->op, 1, number(l.height), number(l.width), x->input.data(),
                                       x->output.data(), nullptr) != xnn_status_success) {
    return {};
  }
  return [x] { xnn_run_operator(x->op, nullptr); };
}

}  // namespace octet_bench
