// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RESHAPE in a model: every type, and what is refused with which error.
#include "octet/model/ops/reshape.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/one_operator_model.hpp"

using namespace octet_test;
using octet::builtin;
using octet::errc;
using octet::tensor_type;

namespace {

model_tensor of(tensor_type type, std::vector<std::int32_t> shape) {
  return {.type = type, .shape = shape};
}

}  // namespace

TEST_CASE("the bytes of any element type, with and without the second input") {
  for (const tensor_type type :
       {tensor_type::float32, tensor_type::int8, tensor_type::uint8, tensor_type::int16,
        tensor_type::int32, tensor_type::int64, tensor_type::boolean}) {
    std::vector<std::uint8_t> bytes(6 * octet::size_of(type));
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(37 * i + 1);
    model_tensor shape = of(tensor_type::int32, {2});
    shape.data = bytes_of(std::vector<std::int32_t>{2, -1});
    const auto in = of(type, {1, 6}), out = of(type, {2, 3});
    CHECK(run_model({.code = builtin::reshape, .tensors = {in, out}}, {bytes}) == bytes);
    CHECK(run_model({.code = builtin::reshape, .tensors = {in, shape, out}}, {bytes}) == bytes);
  }
}

TEST_CASE("refused") {
  const auto error = [](model_tensor in, model_tensor out) {
    return load_error({.code = builtin::reshape, .tensors = {in, out}});
  };
  const auto t = int8_tensor({2, 3});
  CHECK(error(t, int8_tensor({6})) == errc::ok);
  CHECK(error(int8_tensor({0, 3}), int8_tensor({5, 0})) == errc::ok);
  CHECK(error(t, int8_tensor({7})) == errc::shape_mismatch);
  CHECK(error(t, of(tensor_type::uint8, {6})) == errc::unsupported_type);
  CHECK(error(of(tensor_type::int4, {6}), of(tensor_type::int4, {2, 3})) == errc::unsupported_type);
  CHECK(load_error({.code = builtin::reshape, .tensors = {t, t, t, t}}) == errc::missing_tensor);
}
