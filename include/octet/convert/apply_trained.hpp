// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Quantizing with the parameters that training found, and saying which it did not find.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/factors.hpp"
#include "octet/convert/formats.hpp"
#include "octet/convert/layer_names.hpp"
#include "octet/convert/network.hpp"
#include "octet/convert/settings.hpp"
#include "octet/convert/trained.hpp"

namespace octet::convert {

namespace detail {

/// Of tensors that must share their parameters, the widest of what training found.
class trained_groups {
 public:
  trained_groups(const trained_network& t, const std::vector<operator_format>& formats)
      : ties_(t.net, formats) {
    for (const auto& [index, factors] : t.factors) {
      if (factors.ranges.size() != 1) continue;
      const auto [at, is_new] = of_group_.try_emplace(ties_.root_of(index), &factors);
      const auto width = [](const trained_factors& f) { return f.ranges[0].max - f.ranges[0].min; };
      if (!is_new && width(factors) > width(*at->second)) at->second = &factors;
    }
  }

  const tensor_ties& ties() const { return ties_; }
  /// Null where training found nothing, or the specification fixes the parameters.
  const trained_factors* of(std::int32_t tensor) const {
    const std::size_t root = ties_.root_of(tensor);
    const auto at = of_group_.find(root);
    return at == of_group_.end() || ties_.fixed(root) ? nullptr : at->second;
  }

 private:
  tensor_ties ties_;
  std::map<std::size_t, const trained_factors*> of_group_;
};

/// The parameters in codes of a type; none where training used others.
inline std::optional<affine> params_as(const trained_factors& f, std::size_t i, tensor_type type) {
  if (f.params.empty()) return std::nullopt;
  affine p = f.params[i];
  if (f.type == tensor_type::int8 && type == tensor_type::uint8) {
    p.zero_point += 128;
    return p;
  }
  return f.type == type ? std::optional(p) : std::nullopt;
}

/// The filter's parameters from training; empty where they are not of this format.
inline std::vector<affine> trained_channels(const trained_factors& f, const node& n,
                                            const operator_format& format, std::size_t channels) {
  const bool one = f.params.size() == 1;
  if (!one && (f.params.size() != channels || f.axis != channel_axis(n.code))) return {};
  std::vector<affine> all;
  for (std::size_t c = 0; c < channels; ++c) {
    const std::optional<affine> p = params_as(f, one ? 0 : c, format.weights.type);
    if (!p || (format.weights.codes.symmetric && p->zero_point != 0)) return {};
    all.push_back(*p);
  }
  return all;
}

}  // namespace detail

/// Filters with a scale for each channel keep them, whatever the operator's default is.
inline void keep_trained_channels(quantize_settings& settings, const trained_network& t) {
  const std::vector<std::string> names = unique_layer_names(t.net);
  for (std::size_t i = 0; i < t.net.nodes.size(); ++i) {
    const node& n = t.net.nodes[i];
    if (!has_filter(n.code)) continue;
    const auto known = t.factors.find(n.input(1));
    if (known == t.factors.end() || known->second.params.size() < 2) continue;
    std::optional<bool>& per_channel = settings.by_layer[names[i]].per_channel;
    if (!per_channel) per_channel = true;
  }
}

/// The tensors whose range training did not find, and which need one.
inline std::vector<std::int32_t> untrained_tensors(const trained_network& t,
                                                   const quantize_settings& settings) {
  const std::vector<operator_format> formats = formats_of(t.net, settings);
  const detail::trained_groups groups(t, formats);
  const std::vector<range> none(t.net.tensors.size());
  const quantization_factors needed = choose_factors(t.net, none, settings);
  std::vector<std::int32_t> untrained;
  for (std::size_t i = 0; i < t.net.tensors.size(); ++i) {
    const auto index = static_cast<std::int32_t>(i);
    if (needed.tensors[i].empty() || t.net.tensors[i].is_constant()) continue;
    if (groups.of(index) == nullptr && !groups.ties().fixed(groups.ties().root_of(index)))
      untrained.push_back(index);
  }
  return untrained;
}

/// The factors that training found, and for other tensors those of the ranges.
///
/// ranges   of each tensor of the network by index; looked at for untrained_tensors only
inline quantization_factors choose_factors(const trained_network& t, std::vector<range> ranges,
                                           const quantize_settings& settings) {
  const std::vector<operator_format> formats = formats_of(t.net, settings);
  const detail::trained_groups groups(t, formats);
  ranges.resize(t.net.tensors.size());
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const trained_factors* known = groups.of(static_cast<std::int32_t>(i));
    if (known != nullptr) ranges[i] = known->ranges[0];
  }
  quantization_factors factors = choose_factors(t.net, ranges, settings);
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const trained_factors* known = groups.of(static_cast<std::int32_t>(i));
    if (known == nullptr) continue;
    for (auto& [type, params] : factors.tensors[i])
      params = detail::params_as(*known, 0, type).value_or(params);
  }
  for (std::size_t i = 0; i < t.net.nodes.size(); ++i) {
    std::vector<affine>& channels = factors.nodes[i].channels;
    const auto known =
        channels.empty() ? t.factors.end() : t.factors.find(t.net.nodes[i].inputs[1]);
    if (known == t.factors.end()) continue;
    std::vector<affine> trained =
        detail::trained_channels(known->second, t.net.nodes[i], formats[i], channels.size());
    if (!trained.empty()) channels = std::move(trained);
  }
  return factors;
}

}  // namespace octet::convert
