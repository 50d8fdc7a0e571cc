// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/keras/convolution.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "support/keras_file.hpp"
#include "support/keras_oracle.hpp"

namespace {

using namespace octet_test;

keras_window window(std::int64_t size, std::int64_t stride, std::int64_t dilation, bool same) {
  return {{size, stride, dilation}, {size + 1, stride, dilation}, same};
}

/// The configuration of a layer with this window.
json config_of(const keras_window& w, json more) {
  json config{{"kernel_size", {w.y.size, w.x.size}},
              {"strides", {w.y.stride, w.x.stride}},
              {"dilation_rate", {w.y.dilation, w.x.dilation}},
              {"padding", w.same ? "same" : "valid"},
              {"data_format", "channels_last"}};
  config.update(more);
  return config;
}

const std::vector<keras_window> windows{window(3, 1, 1, true),  window(3, 2, 1, true),
                                        window(3, 2, 1, false), window(2, 1, 2, false),
                                        window(2, 1, 2, true),  window(1, 1, 1, false)};

TEST_CASE("Conv2D: windows, strides, dilations, paddings") {
  for (const keras_window& w : windows) {
    CAPTURE(w.text());
    noise n(3);
    const auto in = n.vector(7 * 8 * 2);
    const auto kernel = n.vector(static_cast<std::size_t>(w.y.size * w.x.size * 2 * 3));
    const auto bias = n.vector(3);
    const auto file = sequential(
        {7, 8, 2}, {{"Conv2D",
                     config_of(w, {{"filters", 3}, {"use_bias", true}}),
                     {{"kernel", {w.y.size, w.x.size, 2, 3}, kernel}, {"bias", {3}, bias}}}});
    check_close(run_keras(file, in), conv(image::of(7, 8, 2, in), kernel, bias, w).v);
  }
}

TEST_CASE("Conv2D: groups, no bias, an activation of its own") {
  noise n(4);
  const keras_window w = window(2, 1, 1, false);
  const auto in = n.vector(4 * 5 * 4), kernel = n.vector(2 * 3 * 2 * 6);
  const std::vector<float> zero(6);
  const json more{{"filters", 6}, {"groups", 2}, {"use_bias", false}, {"activation", "relu"}};
  const auto file =
      sequential({4, 5, 4}, {{"Conv2D", config_of(w, more), {{"kernel", {2, 3, 2, 6}, kernel}}}});
  check_close(run_keras(file, in), relu(conv(image::of(4, 5, 4, in), kernel, zero, w, 2)).v);
  CHECK(octet::convert::read_keras(file).nodes.size() == 1);
}

TEST_CASE("DepthwiseConv2D, its kernel named as Keras 2 and as Keras 3 names it") {
  for (const char* name : {"depthwise_kernel", "kernel"}) {
    for (const keras_window& w : windows) {
      CAPTURE(w.text());
      noise n(5);
      const auto in = n.vector(7 * 8 * 2);
      const auto kernel = n.vector(static_cast<std::size_t>(w.y.size * w.x.size * 2 * 3));
      const auto bias = n.vector(6);
      const auto file = sequential(
          {7, 8, 2}, {{"DepthwiseConv2D",
                       config_of(w, {{"depth_multiplier", 3}, {"activation", "tanh"}}),
                       {{name, {w.y.size, w.x.size, 2, 3}, kernel}, {"bias", {6}, bias}}}});
      const image expected = map(depthwise(image::of(7, 8, 2, in), kernel, bias, w),
                                 [](double x) { return std::tanh(x); });
      check_close(run_keras(file, in), expected.v);
    }
  }
}

TEST_CASE("SeparableConv2D") {
  noise n(6);
  const keras_window w = window(3, 2, 1, true);
  const auto in = n.vector(6 * 7 * 3), deep = n.vector(3 * 4 * 3 * 2), point = n.vector(6 * 5);
  const auto bias = n.vector(5);
  const auto file = sequential(
      {6, 7, 3}, {{"SeparableConv2D",
                   config_of(w, {{"filters", 5}, {"depth_multiplier", 2}, {"activation", "relu"}}),
                   {{"depthwise_kernel", {3, 4, 3, 2}, deep},
                    {"pointwise_kernel", {1, 1, 6, 5}, point},
                    {"bias", {5}, bias}}}});
  const image middle = depthwise(image::of(6, 7, 3, in), deep, std::vector<float>(6), w);
  check_close(run_keras(file, in), relu(conv(middle, point, bias, {})).v);
}

TEST_CASE("Conv1D, DepthwiseConv1D and SeparableConv1D, causal padding too") {
  noise n(7);
  const auto in = n.vector(9 * 2), kernel = n.vector(3 * 2 * 4), bias = n.vector(4);
  for (const std::string padding : {"same", "valid", "causal"}) {
    CAPTURE(padding);
    const keras_window w{{}, {3, 1, 2}, padding == "same"};
    image row = image::of(1, 9, 2, in);
    if (padding == "causal") {
      row.w += 4;
      row.v.insert(row.v.begin(), 8, 0.0);
    }
    const json config{{"filters", 4},
                      {"kernel_size", json::array({3})},
                      {"strides", json::array({1})},
                      {"dilation_rate", json::array({2})},
                      {"padding", padding},
                      {"activation", "relu"}};
    const auto file = sequential(
        {9, 2}, {{"Conv1D", config, {{"kernel", {3, 2, 4}, kernel}, {"bias", {4}, bias}}}});
    check_close(run_keras(file, in), relu(conv(row, kernel, bias, w)).v);
    CHECK(octet::convert::read_keras(file).tensors.back().shape.size() == 3);
  }
  const keras_window w{{}, {3, 1, 1}, false};
  const json config{{"kernel_size", 3}, {"depth_multiplier", 2}, {"filters", 2}};
  const auto point = n.vector(4 * 2), two = n.vector(2);
  const auto deep = n.vector(3 * 2 * 2);
  check_close(
      run_keras(
          sequential({9, 2}, {{"DepthwiseConv1D",
                               config,
                               {{"depthwise_kernel", {3, 2, 2}, deep}, {"bias", {4}, bias}}}}),
          in),
      depthwise(image::of(1, 9, 2, in), deep, bias, w).v);
  check_close(
      run_keras(sequential({9, 2}, {{"SeparableConv1D",
                                     config,
                                     {{"depthwise_kernel", {3, 2, 2}, deep},
                                      {"pointwise_kernel", {1, 4, 2}, point},
                                      {"bias", {2}, two}}}}),
                in),
      conv(depthwise(image::of(1, 9, 2, in), deep, std::vector<float>(4), w), point, two, {}).v);
}

TEST_CASE("Conv2DTranspose") {
  for (const keras_window& w : {window(3, 2, 1, true), window(3, 2, 1, false),
                                window(1, 3, 1, false), window(2, 1, 1, true)}) {
    CAPTURE(w.text());
    noise n(8);
    const auto in = n.vector(3 * 4 * 2), bias = n.vector(3);
    const auto kernel = n.vector(static_cast<std::size_t>(w.y.size * w.x.size * 3 * 2));
    const auto file = sequential(
        {3, 4, 2}, {{"Conv2DTranspose",
                     config_of(w, {{"filters", 3}, {"activation", "relu"}}),
                     {{"kernel", {w.y.size, w.x.size, 3, 2}, kernel}, {"bias", {3}, bias}}}});
    check_close(run_keras(file, in),
                relu(conv_transpose(image::of(3, 4, 2, in), kernel, bias, w)).v);
  }
}

TEST_CASE("what a convolution cannot be is refused, by the layer's name") {
  const auto refused = [](const char* class_name, const json& more,
                          std::vector<std::int64_t> kernel = {3, 4, 2, 6}) {
    std::size_t count = 1;
    for (const auto s : kernel) count *= static_cast<std::size_t>(s);
    return refusal(sequential({7, 8, 2}, {{class_name,
                                           config_of(window(3, 1, 1, false), more),
                                           {{"kernel", kernel, std::vector<float>(count, 1.0F)},
                                            {"bias", {6}, std::vector<float>(6)}}}}));
  };
  const std::string layer = "layer \"layer0\" (Conv2D): ";
  CHECK(refused("Conv2D", {{"filters", 6}}).empty());
  CHECK(refused("Conv2D", {{"filters", 6}, {"data_format", "channels_first"}}) ==
        layer + "the data format channels_first is not supported; only channels_last is");
  CHECK(refused("Conv2D", {{"filters", 5}}) ==
        layer + "its weight \"layer0/kernel:0\" has the shape (3, 4, 2, 6), not (3, 4, 2, 5)");
  CHECK(refused("Conv2D", {{"filters", 6}}, {3, 4, 12}) ==
        layer + "its weight \"layer0/kernel:0\" has the shape (3, 4, 12), not (3, 4, 2, 6)");
  CHECK(refused("Conv2D", json::object()) == layer + "\"filters\" is missing or below 1");
  CHECK(refused("Conv2D", {{"filters", "6"}}) ==
        layer + "\"filters\" is not a whole number in reach");
  CHECK(refused("Conv2D", {{"filters", 1e300}}) ==
        layer + "\"filters\" is not a whole number in reach");
  CHECK(refused("Conv2D", {{"filters", 6}, {"groups", 4}}) ==
        layer + "its channels do not divide into 4 groups");
  CHECK(refused("Conv2D", {{"filters", 6}, {"strides", {1, 0}}}) ==
        layer + "\"strides\" is below 1");
  CHECK(refused("Conv2D", {{"filters", 6}, {"strides", {1, 1, 1}}}) ==
        layer + "\"strides\" has 3 values, not 2");
  CHECK(refused("Conv2D", {{"filters", 6}, {"padding", "causal"}}) ==
        layer + "the padding \"causal\" is not supported");
  CHECK(refused("Conv2D", {{"filters", 6}, {"use_bias", "yes"}}) ==
        layer + "\"use_bias\" is not true or false");
  CHECK(refused("Conv2D", {{"filters", 6}, {"dilation_rate", {4, 1}}}) ==
        layer + "its window is larger than its input (1, 7, 8, 2)");
  CHECK(refused("Conv2DTranspose", {{"filters", 6}, {"output_padding", {1, 1}}}) ==
        "layer \"layer0\" (Conv2DTranspose): an output padding is not supported");
  CHECK(refused("DepthwiseConv2D", {{"depth_multiplier", 3}, {"use_bias", false}}) ==
        "layer \"layer0\" (DepthwiseConv2D): its weight \"layer0/kernel:0\" has the shape "
        "(3, 4, 2, 6), not (3, 4, 2, 3)");
  CHECK(refused("SeparableConv2D", {{"filters", 6}}) ==
        "layer \"layer0\" (SeparableConv2D): the file has no weight \"pointwise_kernel\" for it");
}

}  // namespace
