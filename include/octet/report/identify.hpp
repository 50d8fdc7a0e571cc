// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Which rounding contracts reproduce the outputs that some runtime gave, operator by operator.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/contract_executor.hpp"
#include "octet/convert/error.hpp"
#include "octet/fixed/contract.hpp"

namespace octet::report {

/// What is known of one operator. Of one that rounds nothing both lists are empty.
struct operator_contracts {
  std::int32_t index = 0;
  builtin type = builtin::custom;
  contract chosen = contract::double_rounding;  ///< with which the others were found
  std::vector<contract> candidates{};           ///< those that may tell on its codes
  std::vector<contract> fitting{};              ///< those that do as well as the chosen one

  bool any() const { return fitting.size() == candidates.size(); }
};

struct identification {
  std::vector<operator_contracts> operators;
  std::size_t samples = 0;
  std::size_t output_bytes = 0;     ///< of all inputs together
  std::size_t differing_bytes = 0;  ///< under the contracts found

  bool reproduced() const { return differing_bytes == 0; }
};

/// The search that identify makes.
///
/// Starts with contract A everywhere and changes the contract of all operators, of those of one
/// type, of a single one, as long as fewer bytes differ. Runtimes that give each type one contract
/// are found; where neighbours of one type differ, a mixture that would reproduce may be missed.
/// An operator's contracts that fit are those under which no more bytes differ while the others
/// keep theirs.
class contract_search {
 public:
  /// What is done of the pass that goes on, 0 to 1, and the bytes that differ so far.
  using observer = std::function<void(double, std::size_t)>;

  /// model    its inputs and outputs are the bytes of one sample after another
  /// reset    forget the model's state before every sample
  /// errors   convert_error: no sample, or sizes that are not those of the model
  contract_search(convert::contract_executor& model, std::span<const std::uint8_t> inputs,
                  std::span<const std::uint8_t> expected, bool reset)
      : model_(model), inputs_(inputs), expected_(expected), reset_(reset) {
    const std::size_t in = model.input_bytes(), out = model.output_bytes();
    if (in == 0 || inputs.empty() || inputs.size() % in != 0)
      throw convert::convert_error("the inputs have " + std::to_string(inputs.size()) +
                                   " bytes, which are not one or more samples of " +
                                   std::to_string(in));
    samples_ = inputs.size() / in;
    if (out == 0 || expected.size() != samples_ * out)
      throw convert::convert_error("the expected outputs have " + std::to_string(expected.size()) +
                                   " bytes; " + std::to_string(samples_) + " samples give " +
                                   std::to_string(samples_ * out));
    const auto nodes = static_cast<std::size_t>(model.model().node_count());
    chosen_.assign(nodes, contract::double_rounding);
    for (std::size_t i = 0; i < nodes; ++i) candidates_.push_back(candidates_of(i));
  }

  identification run(const observer& after = {}) {
    after_ = after;
    best_ = differing(chosen_, expected_.size());
    const std::vector<group> groups = all_groups();
    for (bool better = true; better && best_ > 0;) {
      better = false;
      for (std::size_t g = 0; g < groups.size() && best_ > 0; ++g) {
        better |= improve(groups[g]);
        tell(g + 1, groups.size());
      }
    }
    identification result{.operators = {},
                          .samples = samples_,
                          .output_bytes = expected_.size(),
                          .differing_bytes = best_};
    for (std::size_t i = 0; i < chosen_.size(); ++i) {
      const node op = model_.model().node(static_cast<std::int32_t>(i));
      result.operators.push_back({op.index, op.code, chosen_[i], candidates_[i], fitting(i)});
      tell(i + 1, chosen_.size());
    }
    return result;
  }

 private:
  using contracts = std::vector<contract>;
  using group = std::vector<std::size_t>;  // nodes that change together

  contracts candidates_of(std::size_t i) {
    contracts found =
        convert::contracts_of(model_.model(), model_.model().node(static_cast<std::int32_t>(i)));
    contracts alone = chosen_;
    alone[i] = contract::power_of_two;
    if (!found.empty() && found.back() == contract::power_of_two && !model_.choose(alone))
      found.pop_back();
    return found;
  }

  bool has(std::size_t i, contract c) const {
    return std::ranges::find(candidates_[i], c) != candidates_[i].end();
  }

  /// All nodes that round, then those of each type, then each.
  std::vector<group> all_groups() const {
    std::vector<group> groups(1);
    std::vector<std::pair<builtin, group>> types;
    for (std::size_t i = 0; i < chosen_.size(); ++i) {
      if (candidates_[i].empty()) continue;
      const builtin code = model_.model().node(static_cast<std::int32_t>(i)).code;
      groups[0].push_back(i);
      auto type = std::ranges::find(types, code, &std::pair<builtin, group>::first);
      if (type == types.end()) type = types.insert(types.end(), {code, {}});
      type->second.push_back(i);
    }
    for (const auto& type : types) groups.push_back(type.second);
    for (const std::size_t i : group(groups[0])) groups.push_back({i});
    return groups;
  }

  /// Takes the best contract for a group; false where that changes nothing.
  bool improve(const group& nodes) {
    bool better = false;
    const contracts before = chosen_;
    for (const contract c : all_contracts) {
      contracts trial = before;
      for (const std::size_t i : nodes) {
        if (has(i, c)) trial[i] = c;
      }
      if (trial == before || best_ == 0) continue;
      const std::size_t n = differing(trial, best_ - 1);
      if (n >= best_) continue;
      best_ = n;
      chosen_ = trial;
      better = true;
    }
    return better;
  }

  contracts fitting(std::size_t i) {
    contracts found;
    for (const contract c : candidates_[i]) {
      contracts trial = chosen_;
      trial[i] = c;
      if (c == chosen_[i] || differing(trial, best_) <= best_) found.push_back(c);
    }
    return found;
  }

  /// Output bytes that differ under these contracts; counts no further than to one more than
  /// `enough`.
  std::size_t differing(const contracts& trial, std::size_t enough) {
    if (!model_.choose(trial)) return enough + 1;
    const std::size_t in = model_.input_bytes(), out = model_.output_bytes();
    std::vector<std::uint8_t> output(out);
    std::size_t count = 0;
    for (std::size_t s = 0; s < samples_ && count <= enough; ++s) {
      if (reset_) model_.reset();
      model_.run_bytes(inputs_.subspan(s * in, in), output);
      const auto expected = expected_.subspan(s * out, out);
      for (std::size_t b = 0; b < out; ++b) count += output[b] != expected[b];
    }
    return std::min(count, enough + 1);
  }

  void tell(std::size_t done, std::size_t all) const {
    if (after_) after_(static_cast<double>(done) / static_cast<double>(all), best_);
  }

  convert::contract_executor& model_;
  std::span<const std::uint8_t> inputs_, expected_;
  bool reset_;
  std::size_t samples_ = 0;
  std::vector<contracts> candidates_{};
  contracts chosen_{};
  std::size_t best_ = 0;
  observer after_{};
};

}  // namespace octet::report
