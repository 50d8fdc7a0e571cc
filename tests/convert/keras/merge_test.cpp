// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/keras/merge.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "support/keras_file.hpp"

namespace {

using namespace octet_test;

/// Inputs a, b, c of the same shape, joined by one layer.
std::vector<std::uint8_t> joined(const char* class_name, std::size_t count,
                                 json config = json::object()) {
  std::vector<keras_node> nodes;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count; ++i) {
    names.emplace_back(1, static_cast<char>('a' + i));
    nodes.push_back(keras_input(names.back(), {2, 3}));
  }
  nodes.push_back({{class_name, std::move(config)}, "joined", names});
  return functional(nodes, {"joined"});
}

void check_fold(const char* class_name, std::size_t count,
                const std::function<double(double, double)>& f, double factor = 1.0) {
  CAPTURE(class_name);
  noise n(1);
  const auto in = n.vector(6 * count);
  std::vector<double> expected(in.begin(), in.begin() + 6);
  for (std::size_t i = 6; i < in.size(); ++i) expected[i % 6] = f(expected[i % 6], double{in[i]});
  for (double& e : expected) e *= factor;
  check_close(run_keras(joined(class_name, count), in), expected);
}

TEST_CASE("Add, Multiply, Subtract, Average") {
  for (const std::size_t count : {std::size_t{2}, std::size_t{3}}) {
    check_fold("Add", count, [](double a, double b) { return a + b; });
    check_fold("Multiply", count, [](double a, double b) { return a * b; });
    check_fold(
        "Average", count, [](double a, double b) { return a + b; },
        1.0 / static_cast<double>(count));
  }
  check_fold("Subtract", 2, [](double a, double b) { return a - b; });
}

TEST_CASE("Maximum and Minimum") {
  check_fold("Maximum", 3, [](double a, double b) { return std::max(a, b); });
  check_fold("Minimum", 3, [](double a, double b) { return std::min(a, b); });
}

TEST_CASE("an axis of 1 spreads: the gates of squeeze-and-excite") {
  const auto file = functional({keras_input("image", {2, 2, 2}),
                                keras_input("gate", {1, 1, 2}),
                                {{"Multiply", json::object()}, "product", {"image", "gate"}}},
                               {"product"});
  CHECK(run_keras(file, {1, 2, 3, 4, 5, 6, 7, 8, 10, 100}) ==
        std::vector<float>{10, 200, 30, 400, 50, 600, 70, 800});
}

TEST_CASE("Concatenate along any axis") {
  std::vector<float> in(12);
  for (std::size_t i = 0; i < in.size(); ++i) in[i] = static_cast<float>(i);
  CHECK(run_keras(joined("Concatenate", 2, {{"axis", 1}}), in) == in);
  for (const int axis : {-1, 2}) {
    CHECK(run_keras(joined("Concatenate", 2, {{"axis", axis}}), in) ==
          std::vector<float>{0, 1, 2, 6, 7, 8, 3, 4, 5, 9, 10, 11});
  }
  CHECK(run_keras(joined("Concatenate", 2), in) ==
        std::vector<float>{0, 1, 2, 6, 7, 8, 3, 4, 5, 9, 10, 11});
}

TEST_CASE("what cannot be joined is refused") {
  const auto refused = [](const char* class_name, const std::vector<std::int32_t>& second,
                          json config = json::object()) {
    return refusal(functional({keras_input("a", {2, 3}),
                               keras_input("b", second),
                               {{class_name, std::move(config)}, "joined", {"a", "b"}}},
                              {"joined"}));
  };
  CHECK(refused("Add", {2, 4}) ==
        "layer \"joined\" (Add): its inputs (1, 2, 3) and (1, 2, 4) do not go together");
  CHECK(refused("Add", {3}) ==
        "layer \"joined\" (Add): its inputs (1, 2, 3) and (1, 3) do not go together");
  CHECK(refused("Concatenate", {3, 4}) ==
        "layer \"joined\" (Concatenate): its inputs (1, 2, 3) and (1, 3, 4) do not go together");
  CHECK(refused("Concatenate", {2, 3}, {{"axis", 0}}) ==
        "layer \"joined\" (Concatenate): its inputs have no axis 0");
  CHECK(refused("Dropout", {2, 3}) == "layer \"joined\" (Dropout): has 2 inputs, not one");
  CHECK(refusal(joined("Add", 1)) ==
        "layer \"joined\" (Add): it joins inputs, but has fewer than two");
  CHECK(refusal(joined("Subtract", 3)) == "layer \"joined\" (Subtract): it has not two inputs");
}

}  // namespace
