// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/mapping.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "octet/convert/writer.hpp"
#include "support/tiny_model.hpp"

namespace {

using namespace octet::convert;
using octet::builtin;

/// A network of three operators, and one in which the first two are one and a fourth is new.
struct pair {
  network original, quantized;

  pair() {
    octet_test::chain c({1, 4, 4, 2});
    c.conv_2d(3, 3, 1, octet::padding::same, octet::activation::none);
    c.flatten();
    c.softmax();
    original = read_network(write_network(c.finish()));
    quantized = original;
    node& first = quantized.nodes[0];
    first.outputs = quantized.nodes[1].outputs;
    first.origins = {0, 1};
    tensor extra = quantized.at(first.outputs[0]);
    extra.name = "extra";
    quantized.nodes[1] = make_node(builtin::relu, first.outputs, {quantized.add_tensor(extra)});
  }
};

TEST_CASE("a mapping says what became of each operator, and where its values are") {
  const pair p;
  const mapping m = map_nodes(p.original, p.quantized);
  REQUIRE(m.entries.size() == 3);
  CHECK(m.entries[0].original == mapped_node{0, "CONV_2D", "CONV_2D_0"});
  CHECK(m.entries[0].quantized == std::vector<mapped_node>{{0, "CONV_2D", "RESHAPE_1"}});
  CHECK(m.entries[0].outputs.empty());
  CHECK(m.entries[1].original.type == "RESHAPE");
  CHECK(m.entries[1].quantized == m.entries[0].quantized);
  const std::int32_t flat = p.original.nodes[1].outputs[0];
  CHECK(m.entries[1].outputs == std::vector<mapped_tensor>{{"RESHAPE_1", flat, flat}});
  CHECK(m.entries[2].quantized == std::vector<mapped_node>{{2, "SOFTMAX", "SOFTMAX_2"}});
  CHECK(m.entries[2].outputs.size() == 1);
}

TEST_CASE("values are found behind a new operator, and not where two have the name") {
  pair p;
  // The softmax is computed under another name, and a new operator gives the old one.
  tensor other = p.quantized.at(p.quantized.outputs[0]);
  other.name = "softmax/real";
  const std::int32_t old = p.quantized.outputs[0];
  p.quantized.nodes[2].outputs = {p.quantized.add_tensor(other)};
  p.quantized.nodes.push_back(make_node(builtin::quantize, p.quantized.nodes[2].outputs, {old}));
  CHECK(map_nodes(p.original, p.quantized).entries[2].outputs[0].quantized == old);
  p.quantized.at(p.quantized.nodes[1].outputs[0]).name = p.quantized.at(old).name;
  CHECK(map_nodes(p.original, p.quantized).entries[2].outputs.empty());
}

TEST_CASE("a removed operator has no counterpart") {
  pair p;
  p.quantized.nodes.erase(p.quantized.nodes.begin());
  const mapping_entry e = map_nodes(p.original, p.quantized).entries[1];
  CHECK(e.quantized.empty());
  CHECK(e.outputs.empty());
}

TEST_CASE("a mapping is read back as it was written") {
  pair p;
  p.original.at(p.original.outputs[0]).name = "quote \" and\nline";
  const mapping m = map_nodes(p.original, p.quantized);
  const std::string text = to_text(m);
  CHECK(parse_mapping(text, "m.json") == m);
  // What is no UTF-8 does not make the file unreadable.
  p.original.at(p.original.outputs[0]).name = "\xff";
  const mapping odd = map_nodes(p.original, p.quantized);
  CHECK(parse_mapping(to_text(odd), "m.json").entries.size() == 3);
}

void check_refused(const std::string& text, const std::string& reason) {
  CAPTURE(text);
  const std::string sentence = "m.json: no mapping of a model: " + reason;
  CHECK_THROWS_WITH_AS(parse_mapping(text, "m.json"), sentence.c_str(), convert_error);
}

TEST_CASE("what is no mapping is refused with a reason") {
  check_refused("", "the text is not .json");
  check_refused("[]", "\"nodes\" is missing");
  check_refused("{\"nodes\": 3}", "\"nodes\" is not a list");
  check_refused("{\"nodes\": [7]}", "\"original\" is missing");
  const std::string one = R"({"index": 0, "type": "ADD", "name": "a"})";
  check_refused("{\"nodes\": [{\"original\": " + one + "}]}", "\"quantized\" is missing");
  check_refused(R"({"nodes": [{"original": {"index": -1}}]})", "\"index\" is not an index");
  check_refused(R"({"nodes": [{"original": {"index": 3000000000}}]})", "\"index\" is not an index");
  check_refused(R"({"nodes": [{"original": {"index": 0, "type": 1}}]})", "\"type\" is not a text");
  const std::string entry = "{\"original\": " + one + ", \"quantized\": [], \"outputs\": []}";
  check_refused("{\"nodes\": [" + entry + ", " + entry + "]}", "\"nodes\" are not in order");
}

TEST_CASE("a mapping of other models is told") {
  const pair p;
  const mapping m = map_nodes(p.original, p.quantized);
  const std::vector<std::uint8_t> a = write_network(p.original), b = write_network(p.quantized);
  const octet::graph original = octet::graph::open(a).value();
  const octet::graph quantized = octet::graph::open(b).value();
  check_mapping(m, original, quantized);
  mapping other = m;
  other.entries.pop_back();
  CHECK_THROWS_WITH_AS(check_mapping(other, original, quantized),
                       "the mapping is of other models: it has 2 operators, the original 3",
                       convert_error);
  other = m;
  other.entries[2].quantized[0].index = 7;
  CHECK_THROWS_WITH_AS(
      check_mapping(other, original, quantized),
      "the mapping is of other models: the quantized model has no SOFTMAX as operator 7",
      convert_error);
  other = m;
  other.entries[1].outputs[0].quantized = 99;
  CHECK_THROWS_AS(check_mapping(other, original, quantized), convert_error);
}

}  // namespace
