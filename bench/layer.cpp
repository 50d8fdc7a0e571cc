// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The list of layers, and their random codes.
#include "layer.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <istream>
#include <random>
#include <sstream>
#include <stdexcept>

namespace octet_bench {

octet::window_2d layer::window() const {
  const auto axis = [&](int input, int size) {
    return octet::window_axis::over(input, size, stride, 1, octet::padding::same);
  };
  return {.y = axis(height, kernel_height), .x = axis(width, kernel_width)};
}

namespace {

std::size_t product(std::initializer_list<int> sizes) {
  std::size_t n = 1;
  for (int size : sizes) n *= static_cast<std::size_t>(size);
  return n;
}

}  // namespace

std::size_t layer::input_count() const { return product({height, width, inputs}); }

std::size_t layer::output_count() const {
  const octet::window_2d w = window();
  return product({w.y.output, w.x.output, outputs});
}

std::size_t layer::weight_count() const {
  return product({kernel_height, kernel_width, outputs, kind == "dw" ? 1 : inputs});
}

double layer::macs() const {
  return static_cast<double>(output_count()) * static_cast<double>(weight_count()) / outputs;
}

const std::vector<layer>& known_layers() {
  static const std::vector<layer> layers{
      {"kws_conv1", "conv", 49, 10, 1, 64, 10, 4, 2},
      {"kws_dw", "dw", 25, 5, 64, 64, 3, 3, 1},
      {"kws_pw", "conv", 25, 5, 64, 64, 1, 1, 1},
      {"kws_fc", "fc", 1, 1, 64, 12, 1, 1, 1},
      {"resnet8_c1", "conv", 32, 32, 3, 16, 3, 3, 1},
      {"resnet8_c2", "conv", 32, 32, 16, 16, 3, 3, 1},
      {"resnet8_c3s2", "conv", 32, 32, 16, 32, 3, 3, 2},
      {"resnet8_c4", "conv", 16, 16, 32, 32, 3, 3, 1},
      {"resnet8_c5", "conv", 8, 8, 64, 64, 3, 3, 1},
      {"mbv1q_c1", "conv", 96, 96, 3, 8, 3, 3, 2},
      {"mbv1q_dw1", "dw", 48, 48, 8, 8, 3, 3, 1},
      {"mbv1q_pw1", "conv", 48, 48, 8, 16, 1, 1, 1},
      {"mbv1q_pw6", "conv", 6, 6, 128, 128, 1, 1, 1},
      {"mbv2_c1", "conv", 224, 224, 3, 32, 3, 3, 2},
      {"mbv2_dw1", "dw", 112, 112, 32, 32, 3, 3, 1},
      {"mbv2_pw_96", "conv", 112, 112, 16, 96, 1, 1, 1},
      {"mbv2_dw_96s2", "dw", 112, 112, 96, 96, 3, 3, 2},
      {"mbv2_pw_144_24", "conv", 56, 56, 144, 24, 1, 1, 1},
      {"mbv2_dw_192", "dw", 28, 28, 192, 192, 3, 3, 1},
      {"mbv2_pw_384", "conv", 14, 14, 64, 384, 1, 1, 1},
      {"mbv2_pw_384_64", "conv", 14, 14, 384, 64, 1, 1, 1},
      {"mbv2_dw_384", "dw", 14, 14, 384, 384, 3, 3, 1},
      {"mbv2_pw_1280", "conv", 7, 7, 320, 1280, 1, 1, 1},
      {"mbv2_fc", "fc", 1, 1, 1280, 1000, 1, 1, 1},
      {"rn50_3x3_64", "conv", 56, 56, 64, 64, 3, 3, 1},
      {"rn50_3x3_256", "conv", 14, 14, 256, 256, 3, 3, 1},
      {"ad_fc", "fc", 1, 1, 640, 128, 1, 1, 1},
      {"mnist_cnn_c2", "conv", 28, 28, 32, 32, 3, 3, 1},
      {"gemm_256", "fc", 256, 1, 256, 256, 1, 1, 1},
      {"gemm_1024", "fc", 1024, 1, 1024, 1024, 1, 1, 1},
  };
  return layers;
}

namespace {

/// Why numbers make no layer; empty where they do.
std::string fault_of(const layer& l) {
  const std::initializer_list<int> sizes{l.height,        l.width,        l.inputs, l.outputs,
                                         l.kernel_height, l.kernel_width, l.stride};
  constexpr int most = 1 << 28;
  if (std::min(sizes) < 1 || std::max(sizes) > most) return "sizes and strides are 1 to 2^28";
  if (l.kind == "fc") {
    if (std::max({l.width, l.kernel_height, l.kernel_width, l.stride}) != 1)
      return "W, KH, KW and S of fc are 1";
  } else if (l.kind == "dw") {
    if (l.inputs != l.outputs) return "Cin and Cout of dw are the same";
  } else if (l.kind != "conv") {
    return "no kind of layer: " + l.kind + "; there are conv, dw and fc";
  }
  // More than the tensors of a model may have. In floating point, where no product overflows.
  const double pixels = double{1} * l.height * l.width;
  const double taps =
      double{1} * l.kernel_height * l.kernel_width * (l.kind == "dw" ? 1 : l.inputs);
  if (pixels * std::max(l.inputs, l.outputs) >= most || taps * l.outputs >= most)
    return "a tensor has 2^28 elements or more";
  return "";
}

}  // namespace

std::vector<layer> read_layers(std::istream& in) {
  std::vector<layer> layers;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.starts_with('#') || line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto refuse = [&](const std::string& why) {
      throw std::runtime_error("line " + std::to_string(number) + ": " + why);
    };
    std::istringstream words(line);
    layer l;
    words >> l.name >> l.kind >> l.height >> l.width >> l.inputs >> l.outputs >> l.kernel_height >>
        l.kernel_width >> l.stride;
    if (!words || !(words >> std::ws).eof()) refuse("expected name kind H W Cin Cout KH KW S");
    if (const std::string fault = fault_of(l); !fault.empty()) refuse(fault);
    layers.push_back(l);
  }
  return layers;
}

layer_data::layer_data(const layer& l)
    : input(l.input_count()),
      filter(l.weight_count()),
      bias(static_cast<std::size_t>(l.outputs)),
      filter_scales(static_cast<std::size_t>(l.outputs)) {
  std::mt19937 random(1);
  const auto between = [&](int low, int high) {
    return low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1));
  };
  for (auto& x : input) x = static_cast<std::int8_t>(between(-128, 127));
  for (auto& w : filter) w = static_cast<std::int8_t>(between(-127, 127));
  for (auto& b : bias) b = between(-10000, 10000);
  for (auto& s : filter_scales) s = static_cast<float>(between(500, 1000)) * 1e-5F;
  // Accumulators spread by 74 * 74 * sqrt(taps); three times that is what the output holds.
  const double taps = static_cast<double>(l.weight_count()) / l.outputs;
  output_scale = static_cast<float>(input_scale * 0.0075 * 74 * 74 * std::sqrt(taps) * 3 / 128);
}

}  // namespace octet_bench
