// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// DEQUANTIZE in a model: what runs, and what is refused with which error.
#include "octet/model/ops/dequantize.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/one_operator_model.hpp"

using namespace octet_test;
using octet::builtin;
using octet::errc;
using octet::tensor_type;

TEST_CASE("codes become real values") {
  const model_tensor reals{.type = tensor_type::float32, .shape = {3}};
  CHECK(run_model({.code = builtin::dequantize, .tensors = {int8_tensor({3}, 0.5F, 1), reals}},
                  {{0x80, 1, 127}}) == bytes_of<float>({-64.5F, 0.0F, 63.0F}));
}

TEST_CASE("refused") {
  const auto error = [](model_tensor in, model_tensor out) {
    return load_error({.code = builtin::dequantize, .tensors = {in, out}});
  };
  const model_tensor reals{.type = tensor_type::float32, .shape = {3}};
  const auto codes = int8_tensor({3});
  CHECK(error(codes, reals) == errc::ok);
  CHECK(error(codes, codes) == errc::unsupported_type);
  CHECK(error(reals, reals) == errc::unsupported_type);
  CHECK(error(int8_tensor({4}), reals) == errc::shape_mismatch);
  auto bare = codes;
  bare.zero_points.clear();
  CHECK(error(bare, reals) == errc::missing_quantization);
}

TEST_CASE("scales and zero points for each index of an axis") {
  const auto run = [](std::vector<std::int32_t> shape, std::int32_t axis) {
    model_tensor in = int8_tensor(shape);
    in.scales = {1, 0.5F};
    in.zero_points = {0, 2};
    in.quantized_dimension = axis;
    const model_tensor real{.type = tensor_type::float32, .shape = shape};
    return run_model({.code = builtin::dequantize, .tensors = {in, real}},
                     {{1, 2, 3, 4, 5, 6, 7, 8}})
        .value();
  };
  CHECK(run({2, 2, 2}, 0) == bytes_of<float>({1, 2, 3, 4, 1.5F, 2, 2.5F, 3}));
  CHECK(run({2, 2, 2}, 1) == bytes_of<float>({1, 2, 0.5F, 1, 5, 6, 2.5F, 3}));
  CHECK(run({2, 2, 2}, 2) == bytes_of<float>({1, 0, 3, 1, 5, 2, 7, 3}));
  CHECK(run({1, 2, 4}, 1) == bytes_of<float>({1, 2, 3, 4, 1.5F, 2, 2.5F, 3}));
  const auto error = [](std::int32_t axis, std::size_t scales, std::size_t zero_points) {
    model_tensor in = int8_tensor({2, 3});
    in.scales.assign(scales, 1);
    in.zero_points.assign(zero_points, 0);
    in.quantized_dimension = axis;
    const model_tensor real{.type = tensor_type::float32, .shape = {2, 3}};
    return load_error({.code = builtin::dequantize, .tensors = {in, real}});
  };
  CHECK(error(0, 2, 2) == errc::ok);
  CHECK(error(1, 3, 3) == errc::ok);
  CHECK(error(0, 3, 3) == errc::missing_quantization);
  CHECK(error(0, 2, 1) == errc::missing_quantization);
  CHECK(error(2, 3, 3) == errc::shape_mismatch);
  CHECK(error(-1, 3, 3) == errc::shape_mismatch);
  CHECK(error(7, 1, 1) == errc::ok);  // nothing to choose from
  CHECK(error(0, 0, 0) == errc::missing_quantization);
}

TEST_CASE("an empty tensor") {
  const model_tensor real{.type = tensor_type::float32, .shape = {0, 3}};
  CHECK(run_model({.code = builtin::dequantize, .tensors = {int8_tensor({0, 3}), real}}, {{}}) ==
        std::vector<std::uint8_t>{});
}

TEST_CASE("int4 weights, two a byte, with a scale each channel") {
  model_tensor in{tensor_type::int4, {2, 3}, {1, 10}, {0, 0}, {0xf8, 0x17, 0x32}};
  const model_tensor real{.type = tensor_type::float32, .shape = {2, 3}};
  CHECK(run_model({.code = builtin::dequantize, .tensors = {in, real}}, {}) ==
        bytes_of<float>({-8, -1, 7, 10, 20, 30}));
}

TEST_CASE("other codes, and halves, which have no scale") {
  const model_tensor real{.type = tensor_type::float32, .shape = {2}};
  const auto run = [&](model_tensor in, std::vector<std::uint8_t> x) {
    return run_model({.code = builtin::dequantize, .tensors = {in, real}}, {x}).value();
  };
  const auto expected = bytes_of<float>({2.0F, -3.0F});
  CHECK(run({tensor_type::uint8, {2}, {0.5F}, {129}, {}}, {133, 123}) == expected);
  CHECK(run({tensor_type::int16, {2}, {0.25F}, {0}, {}}, bytes_of<std::int16_t>({8, -12})) ==
        expected);
  const model_tensor halves{.type = tensor_type::float16, .shape = {2}};
  CHECK(run(halves, bytes_of<std::uint16_t>({0x4000, 0xC200})) == expected);
  CHECK(load_error({.code = builtin::dequantize, .tensors = {halves, halves}}) ==
        errc::unsupported_type);
}
