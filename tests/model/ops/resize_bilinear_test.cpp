// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RESIZE_BILINEAR in a model: what runs, and what is refused with which error.
#include "octet/model/ops/resize_bilinear.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <vector>

#include "support/one_operator_model.hpp"

using namespace octet_test;
using octet::builtin;
using octet::errc;
using octet::tensor_type;
using bytes = std::vector<std::uint8_t>;

namespace {

namespace field = octet::field::resize_bilinear;

model_tensor size(std::int32_t height, std::int32_t width) {
  return {
      .type = tensor_type::int32, .shape = {2}, .data = bytes_of<std::int32_t>({height, width})};
}

one_operator_model model(model_tensor in, model_tensor to, model_tensor out, bool corners = false,
                         bool half_pixels = false) {
  one_operator_model m{.code = builtin::resize_bilinear, .tensors = {in, to, out}};
  m.option(field::align_corners, static_cast<std::uint8_t>(corners));
  return m.option(field::half_pixel_centers, static_cast<std::uint8_t>(half_pixels));
}

}  // namespace

TEST_CASE("three ways to lay the pixels") {
  const auto in = int8_tensor({1, 1, 2, 1}), out = int8_tensor({1, 1, 4, 1});
  const std::vector<bytes> x{{0, 90}};
  CHECK(run_model(model(in, size(1, 4), out), x) == bytes{0, 45, 90, 90});
  CHECK(run_model(model(in, size(1, 4), out, true), x) == bytes{0, 30, 60, 90});
  CHECK(run_model(model(in, size(1, 4), out, false, true), x) == bytes{0, 23, 68, 90});
}

TEST_CASE("refused") {
  const auto in = int8_tensor({1, 2, 2, 3}), out = int8_tensor({1, 4, 5, 3});
  CHECK(load_error(model(in, size(4, 5), out)) == errc::ok);
  CHECK(load_error(model(in, size(5, 4), out)) == errc::shape_mismatch);
  CHECK(load_error(model(in, size(4, 5), int8_tensor({1, 4, 5, 2}))) == errc::shape_mismatch);
  CHECK(load_error(model(int8_tensor({2, 2, 3}), size(4, 5), out)) == errc::shape_mismatch);
  CHECK(load_error(model(int8_tensor({1, 0, 2, 3}), size(4, 5), out)) == errc::shape_mismatch);
  CHECK(load_error(model(int8_tensor({1, 0, 2, 3}), size(0, 5), int8_tensor({1, 0, 5, 3}))) ==
        errc::ok);
  CHECK(load_error(model(in, size(4, 5), out, true, true)) == errc::bad_option);
  const std::int32_t large = octet::bilinear_max_size + 1;
  CHECK(load_error(model(int8_tensor({1, 1, 1, 1}), size(large, 1),
                         int8_tensor({1, large, 1, 1}))) == errc::shape_too_large);
  auto input_size = size(4, 5);
  input_size.data.clear();
  CHECK(load_error(model(in, input_size, out)) == errc::constant_expected);
  auto bytes_in = in;
  bytes_in.type = tensor_type::uint8;
  CHECK(load_error(model(bytes_in, size(4, 5), bytes_in)) == errc::unsupported_type);
}
