// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/network.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "octet/convert/writer.hpp"
#include "support/data.hpp"
#include "support/one_operator_model.hpp"
#include "support/tflite_verifier.hpp"
#include "support/tiny_model.hpp"

namespace {

using namespace octet::convert;
using octet::builtin;

TEST_CASE("make_node fills in the schema's defaults and checks what it is given") {
  namespace f = octet::field::conv_2d;
  const node n = make_node(builtin::conv_2d, {0, 1, 2}, {3}, {{f::stride_w, std::int32_t{2}}});
  CHECK(n.option<std::int32_t>(f::stride_w) == 2);
  CHECK(n.option<std::int32_t>(f::stride_h) == 0);
  CHECK(n.option<std::int32_t>(f::dilation_w) == 1);
  CHECK_THROWS_WITH_AS(make_node(builtin::rnn, {}, {}),
                       "RNN is not an operator that can be converted", convert_error);
  CHECK_THROWS_AS(make_node(builtin::conv_2d, {}, {}, {{99, std::int32_t{2}}}), convert_error);
  CHECK_THROWS_AS(make_node(builtin::conv_2d, {}, {}, {{f::stride_w, true}}), convert_error);
}

TEST_CASE("bytes that are no model are refused with the reader's sentence") {
  CHECK_THROWS_WITH_AS(read_network({}),
                       "the bytes are not a .tflite model (identifier TFL3 not found)",
                       convert_error);
  std::vector<std::uint8_t> file = write_network(octet_test::tiny_model());
  file.resize(100);
  CHECK_THROWS_AS(read_network(file), convert_error);
}

TEST_CASE("an error is told with operator and tensor") {
  const std::vector<std::uint8_t> file = write_network(octet_test::tiny_model());
  const octet::graph model = octet::graph::open(file).value();
  const octet::error e{
      .code = octet::errc::shape_mismatch, .op_code = 4, .op_index = 2, .tensor = 0};
  const std::string sentence{message(octet::errc::shape_mismatch)};
  CHECK(explain(e, &model) ==
        "operator 2 (DEPTHWISE_CONV_2D), tensor 0 \"input\" (float32): " + sentence);
  CHECK(explain({.code = octet::errc::shape_mismatch}) == sentence);
  CHECK(explain({.code = octet::errc::arena_too_small, .bytes_needed = 12}) ==
        std::string(message(octet::errc::arena_too_small)) + " (12 bytes are needed)");
}

TEST_CASE("names of a hostile file stay in their line, and what is thrown gets the file's name") {
  network net = octet_test::tiny_model();
  CHECK(name_tensor(3, "a\n\x1b[31m\x7f") == "tensor 3 \"a??[31m?\"");
  net.tensors[0].name = "in\nput";
  const std::vector<std::uint8_t> file = write_network(net);
  const octet::graph model = octet::graph::open(file).value();
  CHECK(name_tensor(model, 0) == "tensor 0 \"in?put\" (float32)");
  CHECK(with_path("a.tflite", [] { return 3; }) == 3);
  CHECK_THROWS_WITH_AS(with_path("a.tflite", [] { return read_network({}); }),
                       "a.tflite: the bytes are not a .tflite model (identifier TFL3 not found)",
                       convert_error);
}

TEST_CASE("public models read, and what is written of them reads to the same network") {
  const auto data = octet_test::data_dir();
  if (!data) OCTET_SKIP("no data folder");
  int seen = 0;
  for (const char* group : {"TinyMaix", "mlcommons-tiny"}) {
    for (const auto& folder : std::filesystem::directory_iterator(*data / "goldens" / group)) {
      CAPTURE(folder.path().string());
      const network net = read_network(octet_test::read_bytes(folder.path() / "model.tflite"));
      const std::vector<std::uint8_t> written = write_network(net);
      CHECK(octet_test::verify_tflite(written));
      CHECK(read_network(written) == net);
      ++seen;
    }
  }
  CHECK(seen > 0);
}

TEST_CASE("scales for blocks are refused: they would not be written") {
  const octet_test::one_operator_model m{
      .code = builtin::fully_connected,
      .tensors = {{.type = octet::tensor_type::float32, .shape = {1, 2}},
                  {.type = octet::tensor_type::int4,
                   .shape = {1, 2},
                   .data = {0},
                   .blocks = octet_test::model_blocks{.scales = 0, .size = 2}},
                  {.type = octet::tensor_type::float32, .shape = {1, 1}}}};
  CHECK_THROWS_WITH_AS(read_network(m.file()),
                       "tensor 1 has scales for blocks, which is not supported", convert_error);
}

TEST_CASE("an operator that octet does not convert is named") {
  const octet_test::one_operator_model model{
      builtin::rnn, {octet_test::int8_tensor({1, 2}), octet_test::int8_tensor({1, 2})}};
  CHECK_THROWS_WITH_AS(read_network(model.file()),
                       "operator 0 (RNN) is not an operator that can be converted", convert_error);
}

}  // namespace
