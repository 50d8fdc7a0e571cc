// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// FULLY_CONNECTED with a scale for each block of weights in a model: a product by hand, and files
// that say nonsense about their blocks.
#include "octet/model/ops/blockwise_fully_connected.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <functional>
#include <vector>

#include "support/one_operator_model.hpp"

using octet::errc;
using octet::tensor_type;
using octet_test::bytes_of;
using octet_test::model_blocks;
using octet_test::one_operator_model;

namespace {

namespace ops = octet::ops;
using blockwise_ops =
    octet::op_list<ops::fully_connected<std::int8_t>,
                   ops::fully_connected<std::int8_t, octet::int4>, ops::fully_connected<float>,
                   ops::fully_connected<float, octet::int4>,
                   ops::fully_connected<float, octet::blockwise<octet::int4>>>;

/// (1, 4) times (2, 4) in blocks of two. The weights are (1, -1, 7, -8) and (2, 0, 0, 3), the
/// scales 1, 0.5 and 2, 0.25: real weights (1, -1, 3.5, -4) and (4, 0, 0, 0.75).
one_operator_model small_product() {
  const std::vector<std::uint16_t> scales{0x3c00, 0x3800, 0x4000, 0x3400};
  return {
      .code = octet::builtin::fully_connected,
      .tensors = {{.type = tensor_type::float32, .shape = {1, 4}},
                  {.type = tensor_type::int4,
                   .shape = {2, 4},
                   .data = {0xf1, 0x87, 0x02, 0x30},
                   .blocks = model_blocks{.scales = 3, .size = 2}},
                  {.type = tensor_type::float32, .shape = {2}, .data = bytes_of<float>({10, 20})},
                  {.type = tensor_type::float16,
                   .shape = {2, 2},
                   .data = bytes_of(scales),
                   .is_unused = true},
                  {.type = tensor_type::float32, .shape = {1, 2}}}};
}

std::vector<float> run(const one_operator_model& m, const std::vector<float>& input) {
  const auto bytes = octet_test::run_model<blockwise_ops>(m, {bytes_of(input)});
  REQUIRE(bytes.has_value());
  std::vector<float> v(bytes->size() / sizeof(float));
  std::memcpy(v.data(), bytes->data(), bytes->size());
  return v;
}

void refused(errc code, std::int32_t tensor,
             const std::function<void(one_operator_model&)>& change) {
  one_operator_model m = small_product();
  change(m);
  const auto file = m.file();
  const octet::error e = octet::arena_size(blockwise_ops{}, file).error();
  CHECK(e.code == code);
  CHECK(e.tensor == tensor);
}

}  // namespace

TEST_CASE("a blockwise product by hand") {
  // 0 and 255: the codes -128 and 127 of scale 1.
  one_operator_model m = small_product();
  CHECK(run(m, {255, 0, 0, 0}) == std::vector<float>{10 + 255, 20 + 4 * 255});
  CHECK(run(m, {1, 2, 3, 255}) ==
        std::vector<float>{10 + 1 - 2 + 10.5F - 4 * 255, 20 + 4 + 0.75F * 255});
  m.option(octet::field::fully_connected::activation, std::int8_t{1});
  CHECK(run(m, {1, 2, 3, 255}) == std::vector<float>{0, 20 + 4 + 0.75F * 255});
  m.tensors[2].is_absent = true;
  CHECK(run(m, {255, 0, 0, 0}) == std::vector<float>{255, 4 * 255});
  m.tensors[0].shape = m.tensors[4].shape = {2, 4};
  m.tensors[4].shape[1] = 2;
  CHECK(run(m, {255, 0, 0, 0, 0, 0, 0, -255}) == std::vector<float>{255, 4 * 255, 4 * 255, 0});
}

TEST_CASE("scales beside blocks do not count") {
  one_operator_model m = small_product();
  m.tensors[1].scales = {1000};
  m.tensors[1].zero_points = {7};
  CHECK(run(m, {255, 0, 0, 0}) == std::vector<float>{10 + 255, 20 + 4 * 255});
  refused(errc::missing_quantization, 1, [](one_operator_model& n) {
    n.tensors[1].scales = {1};
    n.tensors[1].zero_points = {0};
    n.tensors[1].blocks->details_type = 3;
  });
  // The kind that is for experiments says nothing about codes.
  m.tensors[1].scales = {0.5F};
  m.tensors[1].zero_points = {0};
  m.tensors[1].blocks->details_type = 1;
  CHECK(run(m, {127, 0, 0, 0}) == std::vector<float>{10 + 63.5F, 20 + 127});
}

TEST_CASE("blocks that make no sense are refused") {
  using model = one_operator_model;
  refused(errc::ok, -1, [](model&) {});
  for (const std::int32_t size : {0, -1, -2147483647 - 1}) {
    refused(errc::bad_block_size, 1, [&](model& m) { m.tensors[1].blocks->size = size; });
  }
  for (const std::int32_t size : {3, 5, 8, 2147483647}) {
    refused(errc::bad_block_size, 1, [&](model& m) { m.tensors[1].blocks->size = size; });
  }
  for (const std::int32_t tensor : {-1, 5, 2147483647, -2147483647 - 1}) {
    refused(errc::malformed_model, 1, [&](model& m) { m.tensors[1].blocks->scales = tensor; });
    if (tensor == -1) continue;
    refused(errc::malformed_model, 1, [&](model& m) { m.tensors[1].blocks->zero_points = tensor; });
  }
  refused(errc::malformed_model, 1, [](model& m) { m.tensors[1].blocks->is_absent = true; });
  refused(errc::unsupported_option, 3, [](model& m) { m.tensors[1].blocks->zero_points = 3; });
  // The input, the filter itself, and the bias are no scales.
  for (const std::int32_t tensor : {0, 1, 2}) {
    refused(errc::unsupported_type, tensor,
            [&](model& m) { m.tensors[1].blocks->scales = tensor; });
  }
  refused(errc::constant_expected, 3, [](model& m) { m.tensors[3].data.clear(); });
  refused(errc::missing_quantization, 3, [](model& m) {
    m.tensors[3].shape = {3};
    m.tensors[3].data.resize(6);
  });
  refused(errc::missing_quantization, 3, [](model& m) {
    m.tensors[3].shape = {5};
    m.tensors[3].data.resize(10);
  });
  // A negative scale, infinity and NaN.
  for (const int high : {0xb8, 0x7c, 0x7e}) {
    refused(errc::bad_scale, 3,
            [&](model& m) { m.tensors[3].data[3] = static_cast<std::uint8_t>(high); });
  }
  refused(errc::constant_expected, 1, [](model& m) { m.tensors[1].data.clear(); });
  refused(errc::unsupported_type, 4, [](model& m) { m.tensors[4].type = tensor_type::int32; });
  refused(errc::shape_mismatch, 4, [](model& m) { m.tensors[4].shape = {1, 3}; });
  // The reference would begin the second row in the middle of a byte.
  refused(errc::bad_block_size, 1, [](model& m) {
    m.tensors[0].shape = {1, 3};
    m.tensors[1].shape = {2, 3};
    m.tensors[1].data.resize(3);
    m.tensors[1].blocks->size = 3;
  });
}

TEST_CASE("blocks are for real activations") {
  refused(errc::missing_quantization, 1, [](one_operator_model& m) {
    m.tensors[0] = octet_test::int8_tensor({1, 4});
    m.tensors[4] = octet_test::int8_tensor({1, 2});
  });
}
