// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/record.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "support/tiny_model.hpp"

namespace {

using namespace octet::convert;

TEST_CASE("a record is written as protocol-buffer text") {
  record r;
  r.config = "{\n \"mode\": \"full\"\n}\n";
  r.layers = {{"conv1", {{0.5F, -3}}, {{0.25F, 0}, {0.125F, 0}}, {{2.0F, 7}}, {-12, 5}, true},
              {"add", {{1.0F, 0}, {2.0F, 1}}, {}, {}, {}, false}};
  r.borders = {{"input", octet::tensor_type::uint8, {0.1F, 3}}};
  CHECK(to_text(r) == R"(config:
  "{\n"
  " \"mode\": \"full\"\n"
  "}\n"
record {
  key: "conv1"
  value {
    scale_d: 0.5
    offset_d: -3
    scale_w: 0.25
    scale_w: 0.125
    offset_w: 0
    offset_w: 0
    scale_o: 2
    offset_o: 7
    bias: -12
    bias: 5
    skip_fusion: true
  }
}
record {
  key: "add"
  value {
    scale_d: 1
    scale_d: 2
    offset_d: 0
    offset_d: 1
  }
}
border {
  key: "input"
  type: "uint8"
  scale: 0.1
  offset: 3
}
)");
  CHECK(parse_record(to_text(r), "r.txt") == r);
}

TEST_CASE("numbers and names read back exactly") {
  octet_test::noise noise(3);
  record r;
  r.config = "no newline at the end";
  record_layer l{"odd \"name\"\\\n\x01 \xff \xc3\xa9", {}, {}, {}, {}, false};
  for (int i = 0; i < 300; ++i)
    l.weights.push_back({std::abs(noise.next()) * 1e-3F + std::numeric_limits<float>::min(), i});
  l.weights.push_back(
      {std::numeric_limits<float>::max(), std::numeric_limits<std::int32_t>::min()});
  l.weights.push_back({std::numeric_limits<float>::min(), 0});
  l.bias = {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
  r.layers = {l};
  CHECK(parse_record(to_text(r), "r.txt") == r);
  CHECK(parse_record(to_text(record{}), "r.txt") == record{});
}

TEST_CASE("other ways to write the same are read too") {
  const record r = parse_record(
      "# a comment\nrecord: < key: 'conv' \"1\"; value: { scale_d: 7.98e-02 , offset_d: 1\n"
      " act_type: \"INT8\" scale_w: [0.5f, 2] offset_w: [0, 0] } >",
      "r.txt");
  REQUIRE(r.layers.size() == 1);
  CHECK(r.layers[0].name == "conv1");
  CHECK(r.layers[0].inputs == std::vector<octet::affine>{{7.98e-02F, 1}});
  CHECK(r.layers[0].weights == std::vector<octet::affine>{{0.5F, 0}, {2.0F, 0}});
}

void check_refused(const std::string& text, const std::string& sentence) {
  CAPTURE(text);
  CHECK_THROWS_WITH_AS(parse_record(text, "r.txt"), sentence.c_str(), convert_error);
}

TEST_CASE("what is no record is refused with its line") {
  check_refused("record {\n", "r.txt:2: \"record\" of line 1 is not closed");
  check_refused("}", "r.txt:1: a field's name is expected, not '}'");
  check_refused("\xff", "r.txt:1: a field's name is expected, not what is no text");
  check_refused("record", "r.txt:1: \"record\" lacks its colon");
  check_refused("record:", "r.txt:1: \"record\" has no value");
  check_refused("config: \"a\nb\"", "r.txt:1: a text is not closed on its line");
  check_refused("config: \"a", "r.txt:1: a text is not closed on its line");
  check_refused("config: \"\\", "r.txt:1: a text has an escape that is not known");
  check_refused("config: \"\\q\"", "r.txt:1: a text has an escape that is not known");
  check_refused("config: \"\\777\"", "r.txt:1: a text has an escape that is not known");
  check_refused("config: 3", "r.txt:1: \"config\" is a text in quotes");
  check_refused("record: [1", "r.txt:1: the list of \"record\" is not closed");
  check_refused("recrod {}",
                "r.txt:1: \"recrod\" is not a field of a record; \"record\" is expected");
  check_refused("record: 3",
                "r.txt:1: \"record\" is not a field of a record; \"record\" is expected");
  check_refused("record {}", "r.txt:1: the entry has no \"key\"");
  check_refused("record { key: \"a\" }", "r.txt:1: the entry of \"a\" has no \"value\"");
  check_refused("border { type: \"int8\" }", "r.txt:1: the border has no \"key\"");
  check_refused("border { type: \"int4\" }", "r.txt:1: type is \"int4\", not int8, uint8 or int16");
  check_refused("border { kind: 3 }", "r.txt:1: \"kind\" is not a field of a border");
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "a{";
  check_refused(deep, "r.txt:1: messages are too deep in each other");
}

TEST_CASE("factors that cannot be are refused with their line") {
  const auto with = [](const std::string& field) {
    return "record {\n key: \"a\"\n value {\n" + field + "\n}\n}";
  };
  for (const std::string scale :
       {"0", "-1", "nan", "inf", "1e99", "1e-42", "abc", "1.5.2", "\"1\""}) {
    const std::string shown = scale == "\"1\"" ? "1" : scale;
    check_refused(with("scale_d: " + scale),
                  "r.txt:4: scale_d is \"" + shown + "\"; a scale is a positive number");
  }
  check_refused(with("scale_w: 1\noffset_w: 3000000000"),
                "r.txt:5: offset_w is \"3000000000\", which is no integer of its size");
  check_refused(with("bias: 1.5"), "r.txt:4: bias is \"1.5\", which is no integer of its size");
  check_refused(with("scale_w: 1 offset_w: 0 offset_w: 0"), "r.txt:3: 1 scale_w but 2 offset_w");
  check_refused(with("offset_d: 0"), "r.txt:3: 0 scale_d but 1 offset_d");
  check_refused(with("shift_bit: 1"),
                "r.txt:4: \"shift_bit\" of layer \"a\" is not a factor that octet knows");
  check_refused(with("act_type: 'INT16'"),
                "r.txt:4: act_type is \"INT16\"; only INT8 is supported");
  check_refused(with("skip_fusion: 1"), "r.txt:4: skip_fusion is true or false");
  check_refused(with("") + with(""), "r.txt:6: layer \"a\" is there twice");
}

}  // namespace
