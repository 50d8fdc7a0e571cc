// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/keras/dense.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "support/keras_file.hpp"
#include "support/keras_oracle.hpp"

namespace {

using namespace octet_test;
using octet::builtin;

/// What BatchNormalization has learnt.
struct statistics {
  std::vector<float> gamma, beta, mean, variance;

  statistics(std::size_t channels, std::uint32_t seed) {
    noise n(seed);
    gamma = n.vector(channels, 2.0F);
    beta = n.vector(channels);
    mean = n.vector(channels);
    variance = n.vector(channels);
    for (float& v : variance) v = std::abs(v) + 0.01F;
  }
  keras_layer layer(json config = json::object()) const {
    const auto c = static_cast<std::int64_t>(mean.size());
    return {"BatchNormalization",
            std::move(config),
            {{"gamma", {c}, gamma},
             {"beta", {c}, beta},
             {"moving_mean", {c}, mean},
             {"moving_variance", {c}, variance}}};
  }
  image apply(const image& in, double epsilon = 1e-3) const {
    return batch_norm(in, gamma, beta, mean, variance, epsilon);
  }
};

std::vector<builtin> codes_of(const std::vector<std::uint8_t>& file) {
  std::vector<builtin> codes;
  for (const auto& n : octet::convert::read_keras(file).nodes) codes.push_back(n.code);
  return codes;
}
using codes = std::vector<builtin>;

TEST_CASE("Dense over the last axis, whatever the rank") {
  noise n(1);
  const auto kernel = n.vector(4 * 5), bias = n.vector(5);
  const keras_layer layer{"Dense",
                          {{"units", 5}, {"activation", "relu"}},
                          {{"kernel", {4, 5}, kernel}, {"bias", {5}, bias}}};
  const auto flat = n.vector(4);
  check_close(run_keras(sequential({4}, {layer}), flat),
              relu(dense(image::of(1, 1, 4, flat), kernel, bias)).v);
  const auto in = n.vector(2 * 3 * 4);
  const auto file = sequential({2, 3, 4}, {layer});
  check_close(run_keras(file, in), relu(dense(image::of(2, 3, 4, in), kernel, bias)).v);
  const auto net = octet::convert::read_keras(file);
  CHECK(net.at(net.outputs[0]).shape == std::vector<std::int32_t>{1, 2, 3, 5});
}

TEST_CASE("BatchNormalization goes into what stands before it, to 1e-5") {
  noise n(2);
  const auto in = n.vector(6 * 6 * 2), kernel = n.vector(3 * 3 * 2 * 4), bias = n.vector(4);
  const keras_window w{{3}, {3}};
  const statistics s(4, 3);
  const json sizes{{"filters", 4}, {"kernel_size", {3, 3}}};
  for (const bool has_bias : {true, false}) {
    CAPTURE(has_bias);
    json config = sizes;
    config["use_bias"] = has_bias;
    keras_layer layer{"Conv2D", config, {{"kernel", {3, 3, 2, 4}, kernel}}};
    if (has_bias) layer.weights.push_back({"bias", {4}, bias});
    const auto file =
        sequential({6, 6, 2}, {layer,
                               s.layer({{"axis", json::array({3})}, {"epsilon", 0.01}}),
                               {"ReLU", json::object()}});
    CHECK(codes_of(file) == codes{builtin::conv_2d});
    const image middle =
        conv(image::of(6, 6, 2, in), kernel, has_bias ? bias : std::vector<float>(4), w);
    check_close(run_keras(file, in), relu(s.apply(middle, 0.01)).v);
  }
}

TEST_CASE("BatchNormalization goes into depthwise convolutions, Dense and sequences") {
  noise n(4);
  const auto in = n.vector(6 * 6 * 2), kernel = n.vector(3 * 3 * 2 * 2), bias = n.vector(4);
  const statistics s(4, 5);
  const auto deep =
      sequential({6, 6, 2}, {{"DepthwiseConv2D",
                              {{"depth_multiplier", 2}, {"kernel_size", {3, 3}}},
                              {{"depthwise_kernel", {3, 3, 2, 2}, kernel}, {"bias", {4}, bias}}},
                             s.layer()});
  CHECK(codes_of(deep) == codes{builtin::depthwise_conv_2d});
  check_close(run_keras(deep, in),
              s.apply(depthwise(image::of(6, 6, 2, in), kernel, bias, {{3}, {3}})).v);

  const auto matrix = n.vector(3 * 4), flat = n.vector(3);
  const auto full =
      sequential({3}, {{"Dense", {{"units", 4}}, {{"kernel", {3, 4}, matrix}, {"bias", {4}, bias}}},
                       s.layer({{"axis", 1}})});
  CHECK(codes_of(full) == codes{builtin::fully_connected});
  check_close(run_keras(full, flat), s.apply(dense(image::of(1, 1, 3, flat), matrix, bias)).v);

  const auto row = n.vector(8 * 2), taps = n.vector(3 * 2 * 4);
  const auto sequence = sequential({8, 2}, {{"Conv1D",
                                             {{"filters", 4}, {"kernel_size", json::array({3})}},
                                             {{"kernel", {3, 2, 4}, taps}, {"bias", {4}, bias}}},
                                            s.layer({{"axis", -1}}),
                                            {"Activation", {{"activation", "relu"}}}});
  CHECK(codes_of(sequence) == codes{builtin::reshape, builtin::conv_2d, builtin::reshape});
  check_close(run_keras(sequence, row),
              relu(s.apply(conv(image::of(1, 8, 2, row), taps, bias, {{}, {3}}))).v);
}

TEST_CASE("BatchNormalization elsewhere is a product and a sum, which take the ReLU behind them") {
  noise n(6);
  const auto in = n.vector(3 * 4 * 5);
  const statistics s(5, 7);
  const auto first = sequential({3, 4, 5}, {s.layer(), {"ReLU", json::object()}});
  CHECK(codes_of(first) == codes{builtin::mul, builtin::add});
  check_close(run_keras(first, in), relu(s.apply(image::of(3, 4, 5, in))).v);
  // Behind an activation nothing can go into the convolution any more.
  std::vector<float> unit(25);
  for (std::size_t i = 0; i < 5; ++i) unit[i * 6] = 1.0F;
  const auto later = sequential(
      {3, 4, 5},
      {{"Conv2D",
        {{"filters", 5}, {"kernel_size", 1}, {"use_bias", false}, {"activation", "relu"}},
        {{"kernel", {1, 1, 5, 5}, unit}}},
       s.layer()});
  CHECK(codes_of(later) == codes{builtin::conv_2d, builtin::mul, builtin::add});
  check_close(run_keras(later, in), s.apply(relu(image::of(3, 4, 5, in))).v);
}

TEST_CASE("BatchNormalization of a result that others read leaves it as it is") {
  noise n(8);
  const auto in = n.vector(3 * 3 * 2);
  const statistics s(2, 9);
  const keras_layer point{"Conv2D",
                          {{"filters", 2}, {"kernel_size", 1}, {"use_bias", false}},
                          {{"kernel", {1, 1, 2, 2}, {1.0F, 0.0F, 0.0F, 1.0F}}}};
  const auto file = functional({keras_input("in", {3, 3, 2}),
                                {point, "point", {"in"}},
                                {s.layer(), "norm", {"point"}},
                                {{"Add", json::object()}, "add", {"point", "norm"}}},
                               {"add"});
  image expected = s.apply(image::of(3, 3, 2, in));
  for (std::size_t i = 0; i < in.size(); ++i) expected.v[i] += double{in[i]};
  check_close(run_keras(file, in), expected.v);
}

TEST_CASE("BatchNormalization without scale or center") {
  noise n(10);
  const auto in = n.vector(4 * 3);
  for (const bool scale : {true, false}) {
    for (const bool center : {true, false}) {
      statistics s(3, 11);
      keras_layer layer = s.layer({{"scale", scale}, {"center", center}});
      if (!center) layer.weights.erase(layer.weights.begin() + 1);
      if (!scale) layer.weights.erase(layer.weights.begin());
      if (!scale) s.gamma.assign(3, 1.0F);
      if (!center) s.beta.assign(3, 0.0F);
      check_close(run_keras(sequential({4, 3}, {layer}), in), s.apply(image::of(1, 4, 3, in)).v);
    }
  }
}

TEST_CASE("Rescaling") {
  noise n(12);
  const auto in = n.vector(2 * 2 * 3);
  const auto all = sequential({2, 2, 3}, {{"Rescaling", {{"scale", 0.25}, {"offset", -1.0}}}});
  check_close(run_keras(all, in),
              map(image::of(2, 2, 3, in), [](double x) { return x * 0.25 - 1.0; }).v);
  const auto each = sequential({2, 2, 3}, {{"Rescaling", {{"scale", {1.0, 2.0, 4.0}}}}});
  image expected = image::of(2, 2, 3, in);
  for (std::size_t i = 0; i < in.size(); ++i)
    expected.v[i] *= std::exp2(static_cast<double>(i % 3));
  check_close(run_keras(each, in), expected.v);
}

TEST_CASE("what is wrong with these layers is said") {
  const statistics s(3, 13);
  const auto refused = [](const keras_layer& layer) {
    return refusal(sequential({4, 3}, {layer}));
  };
  const std::string norm = "layer \"layer0\" (BatchNormalization): ";
  CHECK(refused(s.layer({{"axis", 1}})) ==
        norm + "normalization along an axis other than the last is not supported");
  CHECK(refused(statistics(4, 1).layer()) ==
        norm + "its weight \"layer0/gamma:0\" has the shape (4), not (3)");
  statistics broken = s;
  broken.variance[1] = -1.0F;
  CHECK(refused(broken.layer()) == norm + "a variance is not positive");
  CHECK(refused({"Dense", {{"units", 2}}}) ==
        "layer \"layer0\" (Dense): the file has no weight \"kernel\" for it");
  CHECK(refused({"Dense", json::object()}) ==
        "layer \"layer0\" (Dense): \"units\" is missing or below 1");
  CHECK(refused({"Rescaling", {{"scale", {1.0, 2.0}}}}) ==
        "layer \"layer0\" (Rescaling): \"scale\" has not one value for each channel");
}

}  // namespace
