// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What octet validate has found out, for whoever prints it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "octet/convert/compare.hpp"
#include "octet/convert/confusion_matrix.hpp"
#include "octet/convert/measures.hpp"

namespace octet::report {

struct compared_model {
  std::string name;
  std::uint64_t bytes = 0;  ///< of the file
};

/// A float model and its quantized form on the same samples.
struct validation {
  compared_model reference{}, quantized{};
  std::uint64_t samples = 0;
  std::vector<convert::output_comparison> outputs{};
  std::vector<convert::compared_layer> layers{};  ///< in the order of the float model
  std::size_t operators = 0;                      ///< of the float model, with a counterpart or not

  /// Of the first output, where the samples have labels.
  std::optional<convert::confusion_matrix> reference_confusion{}, quantized_confusion{};
  std::vector<std::string> classes{};  ///< names, as many as given; the others go by number

  bool is_labelled() const { return reference_confusion.has_value(); }
  std::string class_name(std::size_t i) const {
    return i < classes.size() ? classes[i] : std::to_string(i);
  }

  /// The layers that lose most on their own, worst first.
  std::vector<const convert::compared_layer*> by_sensitivity() const {
    std::vector<const convert::compared_layer*> sorted;
    for (const convert::compared_layer& l : layers) sorted.push_back(&l);
    std::ranges::stable_sort(sorted, [](const auto* a, const auto* b) {
      return a->isolated.relative_l2() > b->isolated.relative_l2();
    });
    return sorted;
  }
};

}  // namespace octet::report
