// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The observer that the settings of a layer ask for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "octet/convert/any_observer.hpp"
#include "octet/convert/error.hpp"
#include "octet/convert/formats.hpp"
#include "octet/convert/network.hpp"
#include "octet/convert/settings.hpp"

namespace octet::convert {

/// The observer for codes unless a user names one. 16 bits have room for the extremes, and
/// histograms no bins fine enough to tell what cutting those would gain.
inline std::string_view usual_observer(code_limits codes) {
  return codes.max_code > 255 ? "min_max" : default_observer;
}

/// A fresh observer with settings; what they leave open is as observer_named has it.
///
/// errors   convert_error: a name that no observer has; settings that this observer does not have
inline any_observer observer_of(const observer_settings& s, code_limits codes) {
  const bool searches = s.search_from || s.search_to || s.search_step;
  const bool is_set = searches || s.max_percentile || s.min_percentile;
  const std::string name =
      s.name.value_or(std::string(is_set ? default_observer : usual_observer(codes)));
  const std::optional<any_observer> usual = observer_named(name, codes);
  if (!usual) throw convert_error("there is no observer \"" + name + "\"");
  if (std::holds_alternative<mse>(*usual)) {
    mse_search search;
    search.max_percentile = s.max_percentile.value_or(search.max_percentile);
    search.min_percentile = s.min_percentile.value_or(search.min_percentile);
    search.from = s.search_from.value_or(search.from);
    search.to = s.search_to.value_or(search.to);
    search.step = s.search_step.value_or(search.step);
    return mse(codes, search);
  }
  if (std::holds_alternative<percentile>(*usual) && !searches) {
    if (s.max_percentile && s.min_percentile && *s.max_percentile != *s.min_percentile)
      throw convert_error("the observer percentile has one percentile for both ends");
    const std::optional<double> share = s.max_percentile ? s.max_percentile : s.min_percentile;
    return share ? percentile(100.0 * *share) : percentile();
  }
  if (is_set)
    throw convert_error("the observer " + name + " has no percentile or search range to set");
  return *usual;
}

/// The observer of each tensor that an operator computes: as the settings of its layer say, for the
/// codes that it will have.
///
/// errors   convert_error, as observer_of and resolve
inline std::function<any_observer(std::int32_t tensor)> layer_observers(
    const network& net, const quantize_settings& settings) {
  const std::vector<layer_settings> layers = resolve(net, settings);
  const std::vector<operator_format> formats = formats_of(net, settings);
  struct choice {
    observer_settings observer;
    code_limits codes = limits_of<int8_asymmetric>;
  };
  std::vector<choice> of_tensor(net.tensors.size(), {settings.common.observer});
  for (std::size_t i = 0; i < layers.size(); ++i) {
    for (const std::int32_t t : net.nodes[i].outputs) {
      choice& c = of_tensor[static_cast<std::size_t>(t)];
      c.observer = layers[i].observer;
      if (formats[i].is_integer()) c.codes = formats[i].activations.codes;
    }
  }
  for (const choice& c : of_tensor) observer_of(c.observer, c.codes);
  return [of_tensor = std::move(of_tensor)](std::int32_t tensor) {
    const choice& c = of_tensor.at(static_cast<std::size_t>(tensor));
    return observer_of(c.observer, c.codes);
  };
}

}  // namespace octet::convert
