// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/keras/activation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "support/keras_file.hpp"
#include "support/keras_oracle.hpp"

namespace {

using namespace octet_test;
using function = std::function<double(double)>;

std::vector<float> ramp() {
  std::vector<float> values;
  for (int i = 0; i < 60; ++i) values.push_back(static_cast<float>(i - 30) * 0.3F);
  return values;
}

void check_map(const std::vector<std::uint8_t>& file, const function& f) {
  check_close(run_keras(file, ramp()), map(image::of(1, 1, 60, ramp()), f).v);
}

/// The layer alone, and as the activation of another, by its name.
void check_layer(const keras_layer& layer, const function& f) {
  CAPTURE(layer.class_name);
  check_map(sequential({60}, {layer}), f);
}
void check_name(const std::string& name, const function& f, const keras_style& style = {}) {
  CAPTURE(name);
  if (name != "linear")
    check_map(sequential({60}, {{"Activation", {{"activation", name}}}}, style), f);
  std::vector<float> unit(3600);
  for (std::size_t i = 0; i < 60; ++i) unit[i * 61] = 1.0F;
  check_map(sequential({60},
                       {{"Dense",
                         {{"units", 60}, {"use_bias", false}, {"activation", name}},
                         {{"kernel", {60, 60}, unit}}}},
                       style),
            f);
}

double logistic(double x) { return 1.0 / (1.0 + std::exp(-x)); }
double clamp(double x, double least, double most) { return std::min(std::max(x, least), most); }

TEST_CASE("activations by name") {
  check_name("linear", [](double x) { return x; });
  check_name("relu", [](double x) { return std::max(x, 0.0); });
  check_name("relu6", [](double x) { return clamp(x, 0.0, 6.0); });
  check_name("sigmoid", logistic);
  check_name("tanh", [](double x) { return std::tanh(x); });
  for (const char* name : {"swish", "silu"})
    check_name(name, [](double x) { return x * logistic(x); });
  check_name("hard_sigmoid", [](double x) { return clamp(0.2 * x + 0.5, 0.0, 1.0); });
  keras_style newer;
  newer.keras_version = "3.1.1";
  check_name(
      "hard_sigmoid", [](double x) { return clamp(x / 6.0 + 0.5, 0.0, 1.0); }, newer);
}

TEST_CASE("activations by name, of operators of their own") {
  check_name("elu", [](double x) { return x < 0.0 ? std::expm1(x) : x; });
  check_name("gelu", [](double x) { return 0.5 * x * std::erfc(-x / std::sqrt(2.0)); });
  check_name("exponential", [](double x) { return std::exp(x); });
  for (const char* name : {"hard_swish", "hard_silu"})
    check_name(name, [](double x) { return x * clamp(x + 3.0, 0.0, 6.0) / 6.0; });
}

TEST_CASE("softmax over the last axis") {
  noise n(1);
  const auto in = n.vector(2 * 3 * 5, 4.0F);
  const auto expected = softmax(image::of(2, 3, 5, in)).v;
  for (const json& axis : {json(-1), json(3), json::array({-1})}) {
    CAPTURE(axis);
    check_close(run_keras(sequential({2, 3, 5}, {{"Softmax", {{"axis", axis}}}}), in), expected);
  }
  const auto file = sequential({2, 3, 5}, {{"Activation", {{"activation", "softmax"}}}});
  check_close(run_keras(file, in), expected);
}

TEST_CASE("ReLU and LeakyReLU layers, with numbers as numpy's among them") {
  check_layer({"ReLU", json::object()}, [](double x) { return std::max(x, 0.0); });
  const json all{{"max_value", 6.0}, {"negative_slope", 0.0}, {"threshold", 0.0}};
  check_layer({"ReLU", all}, [](double x) { return clamp(x, 0.0, 6.0); });
  check_layer({"ReLU", {{"max_value", 2.5}}}, [](double x) { return clamp(x, 0.0, 2.5); });
  check_layer({"ReLU", {{"negative_slope", 0.125}}},
              [](double x) { return x < 0.0 ? x * 0.125 : x; });
  check_layer({"LeakyReLU", json::object()}, [](double x) { return x < 0.0 ? x * 0.3 : x; });
  check_layer({"LeakyReLU", {{"alpha", 0.1}}}, [](double x) { return x < 0.0 ? x * 0.1 : x; });
  check_layer({"LeakyReLU", {{"negative_slope", 0.1}}},
              [](double x) { return x < 0.0 ? x * 0.1 : x; });
  check_layer({"LeakyReLU", {{"alpha", {{"type", "ndarray"}, {"value", 0.1}}}}},
              [](double x) { return x < 0.0 ? x * 0.1 : x; });
}

TEST_CASE("an activation as an object: a function, or a layer") {
  const auto file = [](const json& activation) {
    return sequential({60}, {{"Activation", {{"activation", activation}}}});
  };
  const function relu6 = [](double x) { return clamp(x, 0.0, 6.0); };
  check_map(file({{"class_name", "function"}, {"config", "relu6"}}), relu6);
  check_map(file({{"class_name", "ReLU"}, {"config", {{"name", "r"}, {"max_value", 6}}}}), relu6);
  CHECK(refusal(file(nullptr)) == "the model computes nothing");
}

TEST_CASE("ELU and PReLU layers") {
  check_layer({"ELU", {{"alpha", 1.0}}}, [](double x) { return x < 0.0 ? std::expm1(x) : x; });
  noise n(2);
  const auto in = n.vector(2 * 3 * 4), each = n.vector(2 * 3 * 4), shared = n.vector(4);
  const auto expected = [&](const std::vector<float>& alpha) {
    image out = image::of(2, 3, 4, in);
    for (std::size_t i = 0; i < out.v.size(); ++i)
      out.v[i] = out.v[i] < 0.0 ? out.v[i] * double{alpha[i % alpha.size()]} : out.v[i];
    return out.v;
  };
  check_close(
      run_keras(sequential({2, 3, 4},
                           {{"PReLU", {{"shared_axes", {1, 2}}}, {{"alpha", {1, 1, 4}, shared}}}}),
                in),
      expected(shared));
  check_close(
      run_keras(sequential({2, 3, 4}, {{"PReLU", json::object(), {{"alpha", {2, 3, 4}, each}}}}),
                in),
      expected(each));
}

TEST_CASE("a ReLU layer joins the convolution before it, unless someone else reads that") {
  noise n(3);
  const auto kernel = n.vector(9), in = n.vector(16);
  const keras_layer conv_layer{"Conv2D",
                               {{"filters", 1}, {"kernel_size", {3, 3}}, {"use_bias", false}},
                               {{"kernel", {3, 3, 1, 1}, kernel}}};
  const keras_layer relu_layer{"Activation", {{"activation", "relu"}}};
  CHECK(octet::convert::read_keras(sequential({4, 4, 1}, {conv_layer, relu_layer})).nodes.size() ==
        1);
  const keras_node input = keras_input("in", {4, 4, 1});
  const auto file = functional({input,
                                {conv_layer, "conv", {"in"}},
                                {relu_layer, "relu", {"conv"}},
                                {{"Subtract", json::object()}, "sub", {"conv", "relu"}}},
                               {"sub"});
  CHECK(octet::convert::read_keras(file).nodes.size() == 3);
  const image c = conv(image::of(4, 4, 1, in), kernel, {0.0F}, {{3}, {3}});
  check_close(run_keras(file, in), map(c, [](double x) { return std::min(x, 0.0); }).v);
  // A Dropout between is nobody, but makes no two readers one.
  const auto indirect = functional({input,
                                    {conv_layer, "conv", {"in"}},
                                    {{"Dropout", {{"rate", 0.5}}}, "drop", {"conv"}},
                                    {relu_layer, "relu", {"drop"}},
                                    {{"Subtract", json::object()}, "sub", {"drop", "relu"}}},
                                   {"sub"});
  CHECK(octet::convert::read_keras(indirect).nodes.size() == 3);
  // Nor may the model's output change.
  const auto seen = functional(
      {input, {conv_layer, "conv", {"in"}}, {relu_layer, "relu", {"conv"}}}, {"conv", "relu"});
  CHECK(octet::convert::read_keras(seen).nodes.size() == 2);
}

TEST_CASE("activations that octet does not have are named") {
  const auto refused = [](const keras_layer& layer) { return refusal(sequential({6}, {layer})); };
  CHECK(refused({"Activation", {{"activation", "selu"}}}) ==
        "layer \"layer0\" (Activation): the activation \"selu\" is not supported");
  CHECK(refused({"Activation", {{"activation", {{"class_name", "My"}, {"config", {{"a", 1}}}}}}}) ==
        "layer \"layer0\" (Activation): the activation \"My\" is not supported");
  CHECK(refused({"Activation", {{"activation", 7}}}) ==
        "layer \"layer0\" (Activation): its activation 7 is not supported");
  CHECK(refused({"ReLU", {{"threshold", 1.0}}}) ==
        "layer \"layer0\" (ReLU): a threshold is not supported");
  CHECK(refused({"ReLU", {{"max_value", 6}, {"negative_slope", 0.5}}}) ==
        "layer \"layer0\" (ReLU): a slope and a largest value at once are not supported");
  CHECK(refused({"ReLU", {{"max_value", "6"}}}) ==
        "layer \"layer0\" (ReLU): \"max_value\" is not a number");
  CHECK(refused({"ELU", {{"alpha", 0.5}}}) ==
        "layer \"layer0\" (ELU): an alpha other than 1 is not supported");
  CHECK(refused({"Softmax", {{"axis", 0}}}) ==
        "layer \"layer0\" (Softmax): softmax over an axis other than the last is not supported");
  CHECK(refused({"PReLU", {{"shared_axes", {2}}}}) ==
        "layer \"layer0\" (PReLU): \"shared_axes\" names an axis that its input does not have");
}

}  // namespace
