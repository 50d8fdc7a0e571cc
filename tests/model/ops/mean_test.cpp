// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// MEAN in a model: axes, shapes, and what it refuses.
#include "octet/model/ops/mean.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "support/one_operator_model.hpp"

using octet::errc;
using octet_test::bytes_of;
using octet_test::int8_tensor;
using octet_test::load_error;
using octet_test::one_operator_model;

namespace {

one_operator_model mean_over(std::vector<std::int32_t> shape, const std::vector<std::int32_t>& axes,
                             std::vector<std::int32_t> output, bool keep_dims = false) {
  one_operator_model m{.code = octet::builtin::mean,
                       .tensors = {int8_tensor(std::move(shape), 0.5F, 1),
                                   {.type = octet::tensor_type::int32,
                                    .shape = {static_cast<std::int32_t>(axes.size())},
                                    .data = bytes_of(axes)},
                                   int8_tensor(std::move(output), 0.25F, -3)}};
  return m.option(octet::field::reducer::keep_dims, std::uint8_t{keep_dims});
}

/// The output for the real values 0 1 2 3 4 5, as codes.
std::vector<std::uint8_t> mean_of_six(const one_operator_model& m) {
  const auto out = run_model(m, {bytes_of<std::int8_t>({1, 3, 5, 7, 9, 11})});
  return out.value_or(std::vector<std::uint8_t>{});
}

std::vector<std::uint8_t> codes(const std::vector<std::int8_t>& v) { return bytes_of(v); }

}  // namespace

TEST_CASE("mean reduces the axes that the model names") {
  CHECK(mean_of_six(mean_over({2, 3}, {1}, {2})) == codes({1, 13}));
  CHECK(mean_of_six(mean_over({2, 3}, {-1}, {2})) == codes({1, 13}));
  CHECK(mean_of_six(mean_over({2, 3}, {0}, {3})) == codes({3, 7, 11}));
  CHECK(mean_of_six(mean_over({2, 3}, {0}, {1, 3}, true)) == codes({3, 7, 11}));
  CHECK(mean_of_six(mean_over({2, 3}, {1, -1, 1}, {2})) == codes({1, 13}));
  CHECK(mean_of_six(mean_over({2, 3}, {0, 1}, {})) == codes({7}));
  CHECK(mean_of_six(mean_over({1, 1, 2, 1, 3, 1}, {2, 5}, {1, 1, 1, 3})) == codes({3, 7, 11}));
}

TEST_CASE("mean refuses what does not fit") {
  CHECK(load_error(mean_over({2, 3}, {2}, {2})) == errc::bad_option);
  CHECK(load_error(mean_over({2, 3}, {-3}, {2})) == errc::bad_option);
  CHECK(load_error(mean_over({2, 3}, {1}, {3})) == errc::shape_mismatch);
  CHECK(load_error(mean_over({2, 3}, {1}, {2, 1})) == errc::shape_mismatch);
  CHECK(load_error(mean_over({2, 3}, {1}, {2}, true)) == errc::shape_mismatch);
  CHECK(load_error(mean_over({2, 0}, {1}, {2})) == errc::shape_mismatch);
  CHECK(load_error(mean_over({0, 2}, {1}, {0})) == errc::ok);
  CHECK(load_error(mean_over({1 << 12, 1 << 11}, {0, 1}, {})) == errc::accumulator_overflow);

  one_operator_model computed_axes = mean_over({2, 3}, {1}, {2});
  computed_axes.tensors[1].data.clear();
  CHECK(load_error(computed_axes) == errc::constant_expected);
  one_operator_model wide_axes = mean_over({2, 3}, {1}, {2});
  wide_axes.tensors[1].type = octet::tensor_type::int64;
  wide_axes.tensors[1].data = bytes_of<std::int64_t>({1});
  CHECK(load_error(wide_axes) == errc::unsupported_type);
}
