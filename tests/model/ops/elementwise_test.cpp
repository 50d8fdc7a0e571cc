// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Operators element by element in a model: what runs for each type, and what is refused.
#include "octet/model/ops/elementwise.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "support/one_operator_model.hpp"

using namespace octet_test;
using octet::builtin;
using octet::errc;
using octet::tensor_type;

namespace {

template <class T>
model_tensor numbers(std::vector<std::int32_t> shape) {
  return {.type = octet::type_of<T>, .shape = std::move(shape)};
}

model_tensor int16_tensor(std::vector<std::int32_t> shape, float scale = 1.0F) {
  return {tensor_type::int16, std::move(shape), {scale}, {0}, {}};
}

one_operator_model model(builtin code, std::vector<model_tensor> tensors) {
  return {.code = code, .tensors = std::move(tensors)};
}

template <class T, class Out = T>
std::optional<std::vector<Out>> run(const one_operator_model& m,
                                    const std::vector<std::vector<T>>& inputs) {
  std::vector<std::vector<std::uint8_t>> raw;
  for (const auto& in : inputs) raw.push_back(bytes_of(in));
  const auto bytes = run_model(m, raw);
  if (!bytes) return std::nullopt;
  std::vector<Out> out(bytes->size() / sizeof(Out));
  std::memcpy(out.data(), bytes->data(), bytes->size());
  return out;
}

using i8 = std::vector<std::int8_t>;
using i16 = std::vector<std::int16_t>;
using i32 = std::vector<std::int32_t>;
using u8 = std::vector<std::uint8_t>;

}  // namespace

TEST_CASE("operators on two tensors of codes, one broadcast") {
  const auto a = int8_tensor({2, 2}), row = int8_tensor({2}), out = int8_tensor({2, 2});
  const std::vector<i8> in{{7, 8, -9, 10}, {2, -3}};
  const auto result = [&](builtin code) {
    return run<std::int8_t>(model(code, {a, row, out}), in);
  };
  CHECK(result(builtin::add) == i8{9, 5, -7, 7});
  CHECK(result(builtin::sub) == i8{5, 11, -11, 13});
  CHECK(result(builtin::mul) == i8{14, -24, -18, -30});
  CHECK(result(builtin::div) == i8{4, -3, -4, -3});  // 3.5, -2.67, -4.5, -3.33
  CHECK(result(builtin::squared_difference) == i8{25, 121, 121, 127});
  CHECK(result(builtin::maximum) == i8{7, 8, 2, 10});
  CHECK(result(builtin::minimum) == i8{2, -3, -9, -3});
}

TEST_CASE("the same of 16-bit codes") {
  const auto t = int16_tensor({2});
  const std::vector<i16> in{{700, -8}, {20, 30}};
  const auto result = [&](builtin code) { return run<std::int16_t>(model(code, {t, t, t}), in); };
  CHECK(result(builtin::add) == i16{720, 22});
  CHECK(result(builtin::sub) == i16{680, -38});
  CHECK(result(builtin::mul) == i16{14000, -240});
  CHECK(result(builtin::squared_difference) == i16{32767, 1444});
  CHECK(result(builtin::maximum) == i16{700, 30});
  // Two powers of two make no special case, whatever the option says.
  auto m = model(builtin::add, {t, t, t});
  m.option(octet::field::add::pot_scale_int16, std::uint8_t{1});
  CHECK(run<std::int16_t>(m, in) == i16{720, 22});
  auto shifted = t;
  shifted.zero_points = {1};
  CHECK(load_error(model(builtin::mul, {t, shifted, t})) == errc::bad_zero_point);
}

TEST_CASE("plain integers, with and without an activation") {
  const auto t = numbers<std::int32_t>({3});
  const std::vector<i32> in{{7, -7, 100}, {2, 2, -3}};
  const auto result = [&](builtin code, std::int8_t act = 0) {
    auto m = model(code, {t, t, t});
    m.option(octet::field::add::activation, act);
    return run<std::int32_t>(m, in);
  };
  CHECK(result(builtin::add) == i32{9, -5, 97});
  CHECK(result(builtin::add, 3) == i32{6, 0, 6});
  CHECK(result(builtin::sub, 1) == i32{5, 0, 103});
  CHECK(result(builtin::mul, 2) == i32{1, -1, -1});
  CHECK(result(builtin::div) == i32{3, -3, -33});
  CHECK(result(builtin::floor_div) == i32{3, -4, -34});
  CHECK(result(builtin::floor_mod) == i32{1, 1, -2});
  CHECK(result(builtin::squared_difference) == i32{25, 81, 10609});
  CHECK(result(builtin::minimum) == i32{2, -7, -3});
}

TEST_CASE("a divisor of 0 is an error of the run") {
  for (const builtin code : {builtin::div, builtin::floor_div, builtin::floor_mod}) {
    const auto t = numbers<std::int32_t>({2});
    CHECK(load_error(model(code, {t, t, t})) == errc::ok);
    CHECK(!run<std::int32_t>(model(code, {t, t, t}), {{1, 1}, {1, 0}}));
  }
  const auto t = int8_tensor({1}, 1.0F, 5);
  CHECK(run<std::int8_t>(model(builtin::div, {t, t, t}), {{5}, {6}}) == i8{5});
  CHECK(!run<std::int8_t>(model(builtin::div, {t, t, t}), {{5}, {5}}));
  const auto tiny = int8_tensor({1}, 0x1p-13F);
  CHECK(load_error(model(builtin::div, {t, tiny, int8_tensor({1}, 0x1p-8F)})) == errc::ok);
  CHECK(load_error(model(builtin::div, {t, tiny, int8_tensor({1}, 0x1p-9F)})) ==
        errc::quantization_mismatch);
}

TEST_CASE("comparisons give truths") {
  const auto truth = numbers<bool>({2, 2});
  const auto a = numbers<std::int64_t>({2, 2}), row = numbers<std::int64_t>({2});
  const std::vector<std::vector<std::int64_t>> in{{1, 2, 3, 4}, {2, 2}};
  const auto result = [&](builtin code) {
    return run<std::int64_t, std::uint8_t>(model(code, {a, row, truth}), in);
  };
  CHECK(result(builtin::equal) == u8{0, 1, 0, 0});
  CHECK(result(builtin::not_equal) == u8{1, 0, 1, 1});
  CHECK(result(builtin::less) == u8{1, 0, 0, 0});
  CHECK(result(builtin::less_equal) == u8{1, 1, 0, 0});
  CHECK(result(builtin::greater) == u8{0, 0, 1, 1});
  CHECK(result(builtin::greater_equal) == u8{0, 1, 1, 1});

  const auto half = int8_tensor({2}, 0.5F), quarter = int8_tensor({2}, 0.25F, 4);
  const auto truths = numbers<bool>({2});
  const auto codes = model(builtin::equal, {half, quarter, truths});
  CHECK(run<std::int8_t, std::uint8_t>(codes, {{3, 3}, {10, 11}}) == u8{1, 0});
  CHECK(load_error(model(builtin::equal, {int8_tensor({2}), quarter, truths})) ==
        errc::quantization_mismatch);
  CHECK(load_error(model(builtin::less, {half, quarter, int8_tensor({2})})) ==
        errc::unsupported_type);
  CHECK(load_error(model(builtin::less, {truths, truths, truths})) == errc::unsupported_type);
}

TEST_CASE("a truth of one byte never overwrites wider numbers that are still to be read") {
  const auto a = numbers<std::int32_t>({1}), b = numbers<std::int32_t>({4});
  const auto m = model(builtin::less, {a, b, numbers<bool>({4})});
  const auto out = run_model(m, {bytes_of(i32{1}), bytes_of(i32{0, 1, 2, 3})});
  CHECK(out == u8{0, 0, 1, 1});
}

TEST_CASE("logic") {
  const auto t = numbers<bool>({4});
  const std::vector<u8> in{{0, 1, 0, 2}, {0, 0, 1, 1}};
  const auto result = [&](builtin code) { return run<std::uint8_t>(model(code, {t, t, t}), in); };
  CHECK(result(builtin::logical_and) == u8{0, 0, 0, 1});
  CHECK(result(builtin::logical_or) == u8{0, 1, 1, 1});
  CHECK(result(builtin::equal) == u8{1, 0, 0, 1});
  CHECK(result(builtin::not_equal) == u8{0, 1, 1, 0});
  CHECK(run<std::uint8_t>(model(builtin::logical_not, {t, t}), {{0, 1, 0, 2}}) == u8{1, 0, 1, 0});
}

TEST_CASE("operators on one tensor") {
  const auto t = int8_tensor({4}, 0.5F, 1), wide = int8_tensor({4}, 1.0F, -2);
  const auto abs = model(builtin::abs, {t, wide});
  CHECK(run<std::int8_t>(abs, {{1, 3, -1, 127}}) == i8{-2, -1, -1, 61});
  const auto sqrt = model(builtin::sqrt, {int8_tensor({4}), int8_tensor({4}, 0.5F)});
  CHECK(run<std::int8_t>(sqrt, {{0, 1, 2, 100}}) == i8{0, 2, 2, 20});
  const auto rsqrt = model(builtin::rsqrt, {int8_tensor({4}), int8_tensor({4}, 0.015625F)});
  CHECK(run<std::int8_t>(rsqrt, {{0, 1, 4, 100}}) == i8{127, 64, 32, 6});
  CHECK(!run<std::int8_t>(rsqrt, {{0, -1, 4, 100}}));
  const auto exp = model(builtin::exp, {int8_tensor({4}), int8_tensor({4}, 0.5F, -128)});
  CHECK(run<std::int8_t>(exp, {{-100, 0, 1, 127}}) == i8{-128, -126, -123, 127});
  const auto log = model(builtin::log, {int8_tensor({4}), int8_tensor({4}, 0.0625F)});
  CHECK(run<std::int8_t>(log, {{-1, 0, 1, 100}}) == i8{-128, -128, 0, 74});
  const auto n = numbers<std::int32_t>({2});
  CHECK(run<std::int32_t>(model(builtin::neg, {n, n}), {{5, -7}}) == i32{-5, 7});
  CHECK(run<std::int32_t>(model(builtin::abs, {n, n}), {{5, -7}}) == i32{5, 7});
  CHECK(load_error(model(builtin::abs, {t, int8_tensor({5})})) == errc::shape_mismatch);
  CHECK(load_error(model(builtin::neg, {n, int8_tensor({2})})) == errc::unsupported_type);
  CHECK(load_error(model(builtin::rsqrt, {int8_tensor({4}, 0x1p20F), int8_tensor({4}, 8.0F)})) ==
        errc::quantization_mismatch);
}

TEST_CASE("select and select_v2") {
  const auto t = numbers<std::int32_t>({2, 2});
  const auto condition = numbers<bool>({2}), all = numbers<bool>({2, 2});
  const auto choose = [&](builtin code, const model_tensor& c, const u8& truths) {
    const auto out = run_model(model(code, {c, t, t, t}),
                               {truths, bytes_of(i32{1, 2, 3, 4}), bytes_of(i32{5, 6, 7, 8})});
    REQUIRE(out.has_value());
    i32 values(4);
    std::memcpy(values.data(), out->data(), out->size());
    return values;
  };
  CHECK(choose(builtin::select, condition, {1, 0}) == i32{1, 2, 7, 8});
  CHECK(choose(builtin::select_v2, condition, {1, 0}) == i32{1, 6, 3, 8});
  CHECK(choose(builtin::select, all, {1, 0, 0, 1}) == i32{1, 6, 7, 4});
  CHECK(choose(builtin::select_v2, numbers<bool>({}), {0}) == i32{5, 6, 7, 8});
  CHECK(load_error(model(builtin::select_v2, {t, t, t, t})) == errc::unsupported_type);
  CHECK(load_error(model(builtin::select_v2, {all, t, int8_tensor({2, 2}), t})) ==
        errc::unsupported_type);
  CHECK(load_error(model(builtin::select_v2, {numbers<bool>({3}), t, t, t})) ==
        errc::shape_mismatch);
  CHECK(load_error(model(builtin::select_v2, {all, t, t, numbers<std::int32_t>({2})})) ==
        errc::shape_mismatch);
}

TEST_CASE("refused by every operator on two tensors") {
  for (const builtin code : {builtin::add, builtin::sub, builtin::mul, builtin::div,
                             builtin::squared_difference, builtin::maximum, builtin::minimum}) {
    const auto t = int8_tensor({4});
    CAPTURE(static_cast<int>(code));
    CHECK(load_error(model(code, {t, t, t})) == errc::ok);
    CHECK(load_error(model(code, {t, t})) == errc::missing_tensor);
    CHECK(load_error(model(code, {t, t, t, t})) == errc::missing_tensor);
    CHECK(load_error(model(code, {t, int8_tensor({3}), t})) == errc::shape_mismatch);
    CHECK(load_error(model(code, {t, t, int8_tensor({5})})) == errc::shape_mismatch);
    CHECK(load_error(model(code, {t, int16_tensor({4}), t})) == errc::unsupported_type);
    CHECK(load_error(model(code, {t, t, int16_tensor({4})})) == errc::unsupported_type);
  }
  for (const builtin code : {builtin::add, builtin::sub, builtin::mul, builtin::div}) {
    const auto t = int8_tensor({4});
    constexpr int act = octet::field::add::activation;
    CHECK(load_error(model(code, {t, t, t}).option<std::int8_t>(act, 4)) ==
          errc::unsupported_option);
    CHECK(load_error(model(code, {t, t, t}).option<std::int8_t>(act, 9)) == errc::bad_option);
  }
}
