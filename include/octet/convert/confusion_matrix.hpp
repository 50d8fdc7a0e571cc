// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Which classes a classifier takes for which.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

namespace octet::convert {

/// Counts of samples by their label and by what a classifier says.
///
/// memory   the pairs that occurred, however many classes there are
class confusion_matrix {
 public:
  explicit confusion_matrix(std::size_t classes) : classes_(classes) {}

  /// Both less than classes().
  void see(std::size_t label, std::size_t said) { ++counts_[{label, said}]; }

  std::size_t classes() const { return classes_; }
  std::uint64_t at(std::size_t label, std::size_t said) const {
    const auto found = counts_.find({label, said});
    return found == counts_.end() ? 0 : found->second;
  }
  /// Samples with a label.
  std::uint64_t of_label(std::size_t label) const {
    std::uint64_t sum = 0;
    for (auto i = counts_.lower_bound({label, 0}); i != counts_.end() && i->first.first == label;
         ++i)
      sum += i->second;
    return sum;
  }
  /// Every pair (label, said) that occurred.
  const std::map<std::pair<std::size_t, std::size_t>, std::uint64_t>& counts() const {
    return counts_;
  }

 private:
  std::size_t classes_;
  std::map<std::pair<std::size_t, std::size_t>, std::uint64_t> counts_;
};

}  // namespace octet::convert
