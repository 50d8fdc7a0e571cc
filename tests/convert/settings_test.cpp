// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/settings.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/tiny_model.hpp"

namespace {

using namespace octet::convert;
using octet::activation;
using octet::builtin;
using octet::padding;

/// conv, depthwise, conv; the outputs' names come from chain.
network three_layers() {
  octet_test::chain c({1, 4, 4, 2});
  c.conv_2d(2, 3, 1, padding::same, activation::none);
  c.depthwise_conv_2d(1, 3, 1, padding::same, activation::none);
  c.conv_2d(2, 1, 1, padding::same, activation::none);
  return c.finish();
}

std::string message_of_refusal(const network& net, const quantize_settings& settings) {
  try {
    (void)resolve(net, settings);
  } catch (const convert_error& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a layer's own setting comes before its type's, and that before the common one") {
  network net = three_layers();
  net.at(net.nodes[2].outputs[0]).name = "last";
  quantize_settings s;
  s.common.weight_bits = 8;
  s.common.activation_bits = 16;
  s.common.observer.name = "mse";
  s.by_type[builtin::conv_2d].weight_bits = 4;
  s.by_type[builtin::conv_2d].observer.name = "trim";
  s.by_layer["last"].observer.name = "entropy";
  const std::vector<layer_settings> r = resolve(net, s);
  REQUIRE(r.size() == 3);
  CHECK(r[0].weight_bits == 4);
  CHECK(r[1].weight_bits == 8);
  CHECK(r[2].weight_bits == 4);
  CHECK(r[0].observer.name == "trim");
  CHECK(r[1].observer.name == "mse");
  CHECK(r[2].observer.name == "entropy");
  for (const layer_settings& one : r) {
    CHECK(one.activation_bits == 16);
    CHECK_FALSE(one.quantize.has_value());
    CHECK_FALSE(one.scheme.has_value());
  }
}

TEST_CASE("only and skip take names, types and indices, and go before every other setting") {
  network net = three_layers();
  net.at(net.nodes[2].outputs[0]).name = "last";
  quantize_settings s;
  s.by_layer["last"].quantize = true;
  s.skip = {"last", "DEPTHWISE_CONV_2D"};
  std::vector<layer_settings> r = resolve(net, s);
  CHECK_FALSE(r[0].quantize.has_value());
  CHECK(r[1].quantize == false);
  CHECK(r[2].quantize == false);
  s.skip.clear();
  s.only = {"#1", "CONV_2D"};
  for (const layer_settings& one : resolve(net, s)) CHECK(one.quantize == true);
  s.only = {"#1"};
  r = resolve(net, s);
  CHECK(r[0].quantize == false);
  CHECK(r[1].quantize == true);
  CHECK(r[2].quantize == false);
  s.skip = {"DEPTHWISE_CONV_2D"};
  CHECK(message_of_refusal(net, s) ==
        "operator 1 (DEPTHWISE_CONV_2D) is both among those to quantize and among those to skip");
}

TEST_CASE("a layer that is not there is an error that says the nearest") {
  network net = three_layers();
  net.at(net.nodes[2].outputs[0]).name = "dense_1";
  quantize_settings s;
  s.by_layer["dense_2"].weight_bits = 4;
  CHECK(message_of_refusal(net, s) ==
        "the model has no layer \"dense_2\"; the nearest name is \"dense_1\"");
  s = {};
  s.skip = {"CONV2D"};
  CHECK(message_of_refusal(net, s) ==
        "the model has no layer \"CONV2D\"; the nearest name is \"CONV_2D\"");
  for (const std::string none : {"#3", "#-1", "#", ""}) {
    s.skip = {none};
    CHECK(message_of_refusal(net, s).starts_with("the model has no layer \"" + none + "\""));
  }
}

TEST_CASE("the distance of two texts is the number of changes between them") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("abc", "") == 3);
  CHECK(edit_distance("abc", "abc") == 0);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("conv1", "conv_1") == 1);
  const std::vector<std::string> names{"relu", "conv_1", "conv_2"};
  CHECK(nearest_name("conv", names) == "conv_1");
  CHECK(nearest_name("rel", names) == "relu");
  CHECK(nearest_name("x", {}).empty());
}
