// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// add, sub and mul in float against double, element by element.
#include "octet/float_ops/binary.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <vector>

#include "float_ops/real_case.hpp"
#include "octet/float_ops/add.hpp"
#include "octet/float_ops/mul.hpp"
#include "octet/float_ops/sub.hpp"
#include "support/broadcast_oracle.hpp"

using octet_test::dice;

namespace {

using kernel = void (*)(const octet::float_ops::binary_args&);

void compare(kernel actual_of, double (*expected_of)(double, double)) {
  dice d(1);
  octet_test::random_tensor random(1);
  for (int i = 0; i < 500; ++i) {
    const auto s = octet_test::random_broadcast(random);
    const auto clamp = octet_test::real_clamp(d);
    const std::vector<float> a = octet_test::reals(d, s.a.count()),
                             b = octet_test::reals(d, s.b.count());
    std::vector<double> expected(s.out.count());
    for (std::size_t e = 0; e < expected.size(); ++e) {
      const auto from = [&](const std::vector<float>& v, const octet::shape& of) {
        return double{v[static_cast<std::size_t>(octet_test::broadcast_element(of, s.out, e))]};
      };
      expected[e] = octet_test::clamped(expected_of(from(a, s.a), from(b, s.b)), clamp);
    }
    std::vector<float> actual = octet_test::unset(expected.size());
    actual_of({.a = {a.data(), s.a},
               .b = {b.data(), s.b},
               .output = {actual.data(), s.out},
               .clamp = clamp});
    CAPTURE(i);
    CHECK(octet_test::close(actual, expected, 1e-6));

    // Over an input that is as large as the output.
    if (a.size() != expected.size()) continue;
    std::vector<float> over = a;
    actual_of({.a = {over.data(), s.a},
               .b = {b.data(), s.b},
               .output = {over.data(), s.out},
               .clamp = clamp});
    CHECK(over == actual);
  }
}

}  // namespace

TEST_CASE("float add") {
  compare(octet::float_ops::add, [](double a, double b) { return a + b; });
}

TEST_CASE("float sub") {
  compare(octet::float_ops::sub, [](double a, double b) { return a - b; });
}

TEST_CASE("float mul") {
  compare(octet::float_ops::mul, [](double a, double b) { return a * b; });
}
