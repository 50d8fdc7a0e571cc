// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A model that runs more than once, for operators that remember.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "octet/model/interpreter.hpp"
#include "support/one_operator_model.hpp"

namespace octet_test {

/// A one-operator model with one input and one output.
template <class Ops>
class running_model {
 public:
  explicit running_model(const one_operator_model& model) : file_(model.file()) {
    const auto need = octet::arena_size(Ops{}, file_);
    REQUIRE(need.has_value());
    arena_.resize(static_cast<std::size_t>(need->total()));
    const auto loaded = octet::load(Ops{}, file_, arena_);
    REQUIRE(loaded.has_value());
    model_ = *loaded;
  }

  template <class T>
  std::vector<T> run(const std::vector<T>& input) const {
    const auto to = model_.template input<T>(0);
    REQUIRE(to.size() == input.size());
    std::ranges::copy(input, to.begin());
    REQUIRE(model_.run() == octet::errc::ok);
    const auto from = model_.template output<T>(0);
    return {from.begin(), from.end()};
  }

  void reset() const { model_.reset(); }

 private:
  std::vector<std::uint8_t> file_;
  std::vector<std::uint8_t> arena_;
  octet::interpreter<Ops, octet::scalar> model_;
};

}  // namespace octet_test
