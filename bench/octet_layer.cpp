// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Layers on octet's own backends.
#include <memory>
#include <type_traits>

#include "contestant.hpp"
#include "octet/kernels/backend/simd/depthwise_conv_2d.hpp"
#include "octet/kernels/backend/simd/select.hpp"
#include "octet/kernels/conv_2d.hpp"
#include "octet/kernels/depthwise_conv_2d.hpp"

namespace octet_bench {

namespace {

template <class T>
using args_of =
    std::conditional_t<sizeof(T) == 1,
                       octet::basic_convolution_args<std::int8_t, std::int8_t, std::int32_t>,
                       octet::basic_convolution_args<std::int16_t, std::int8_t, std::int64_t,
                                                     octet::accumulator_16x8>>;

/// A layer's tensors, with codes of T.
template <class T>
struct octet_layer {
  layer_data data;
  tensor<T> input, output;
  std::vector<std::int64_t> wide_bias;
  std::vector<octet::multiplier> multipliers;
  args_of<T> args{};
  std::vector<std::uint8_t> packed, scratch;

  explicit octet_layer(const layer& l)
      : data(l), input(data.input.begin(), data.input.end()), output(l.output_count()) {
    constexpr bool wide = sizeof(T) == 2;
    const double widening = wide ? 256 : 1;
    if (wide) {
      for (T& x : input) x = static_cast<T>(x * 256);
    }
    wide_bias.assign(data.bias.begin(), data.bias.end());
    for (float s : data.filter_scales) {
      multipliers.push_back(octet::multiplier::from_real(double{data.input_scale} * double{s} /
                                                         double{data.output_scale} / widening));
    }
    const octet::window_2d w = l.window();
    const bool depthwise = l.kind == "dw";
    args.input = {input.data(), {1, l.height, l.width, l.inputs}};
    args.filter = {data.filter.data(),
                   {depthwise ? 1 : l.outputs, l.kernel_height, l.kernel_width,
                    depthwise ? l.outputs : l.inputs}};
    if constexpr (wide) {
      args.bias = wide_bias.data();
    } else {
      args.bias = data.bias.data();
    }
    args.output = {output.data(), {1, w.y.output, w.x.output, l.outputs}};
    args.input_zero_point = wide ? 0 : data.input_zero_point;
    args.window = w;
    args.requantize = {.multipliers = multipliers.data(),
                       .zero_point = wide ? 0 : data.output_zero_point,
                       .clamp = {std::numeric_limits<T>::min(), std::numeric_limits<T>::max()}};
  }
};

template <class T>
runner simd_runner(const layer& l, const octet::simd_kernels& kernels) {
  auto o = std::make_shared<octet_layer<T>>(l);
  if (l.kind == "dw") {
    const auto plan = octet::plan_depthwise(kernels, o->args);
    o->packed.resize(plan.packed_bytes());
    o->scratch.resize(plan.scratch_bytes());
    if (!octet::prepare_depthwise(plan, o->args, o->packed)) return {};
    return [=, &kernels] { octet::run_depthwise(kernels, plan, o->args, o->packed, o->scratch); };
  }
  const auto plan = octet::plan_product(o->args, kernels);
  o->packed.resize(plan.packed_bytes());
  o->scratch.resize(plan.scratch_bytes());
  if (!octet::prepare_product(plan, o->args, o->packed)) return {};
  return [=, &kernels] { octet::run_product(kernels, plan, o->args, o->packed, o->scratch); };
}

template <class T>
runner plain_runner(const layer& l) {
  auto o = std::make_shared<octet_layer<T>>(l);
  if (l.kind == "dw") return [o] { octet::depthwise_conv_2d(o->args); };
  return [o] { octet::conv_2d(o->args); };
}

}  // namespace

runner octet_runner(const layer& l, octet::simd_target target, width codes) {
  const octet::simd_kernels& kernels = octet::kernels_of(target);
  return codes == width::int8 ? simd_runner<std::int8_t>(l, kernels)
                              : simd_runner<std::int16_t>(l, kernels);
}

runner scalar_runner(const layer& l, width codes) {
  return codes == width::int8 ? plain_runner<std::int8_t>(l) : plain_runner<std::int16_t>(l);
}

}  // namespace octet_bench
