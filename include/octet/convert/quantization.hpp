// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A quantization from the float model to the files: what octet quantize and octet convert share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/apply_trained.hpp"
#include "octet/convert/config.hpp"
#include "octet/convert/factor_record.hpp"
#include "octet/convert/fold.hpp"
#include "octet/convert/layer_names.hpp"
#include "octet/convert/layer_observers.hpp"
#include "octet/convert/mapping.hpp"
#include "octet/convert/network.hpp"
#include "octet/convert/quantize.hpp"
#include "octet/convert/record.hpp"
#include "octet/convert/trained.hpp"
#include "octet/convert/writer.hpp"

namespace octet::convert {

/// A float model on its way: folded and without the operators of training, then with factors.
///
/// Config and record decide all: the same ones give the same bytes.
class quantization {
 public:
  /// errors   convert_error, before any sample is needed: a layer that is not there, as formats_of
  quantization(network original, quantize_config config)
      : original_(std::move(original)), config_(std::move(config)) {
    network net = original_;
    const std::vector<std::string> kept = kept_names();
    if (config_.do_fusion) log_ = fold(net, kept);
    trained_ = remove_training(std::move(net));
    log_.insert(log_.end(), trained_.log.begin(), trained_.log.end());
    settings_ = settings_for_folded(config_.settings, original_, trained_.net);
    keep_trained_channels(settings_, trained_);
    formats_of(trained_.net, settings_);
    untrained_ = untrained_tensors(trained_, settings_);
  }

  const network& original() const { return original_; }
  /// The network that is quantized, and what calibration runs as write_network has it.
  const network& float_net() const { return trained_.net; }
  const quantize_config& config() const { return config_; }
  /// What the config asks for where it leaves the number open.
  void set_samples(std::size_t count) { config_.batch_num = count; }
  /// Of float_net.
  const quantize_settings& settings() const { return settings_; }
  /// Whether the model comes from quantization-aware training.
  bool is_trained() const { return trained_ranges() != 0; }
  /// Tensors, weights among them, of which training found the range.
  std::size_t trained_ranges() const { return trained_.factors.size(); }
  /// Tensors of float_net whose range samples must tell.
  const std::vector<std::int32_t>& untrained() const { return untrained_; }
  /// A line for each operator that was folded or taken out.
  const std::vector<std::string>& log() const { return log_; }

  /// The quantized network.
  ///
  /// ranges   of each tensor of float_net by index; looked at for untrained() only
  network quantize(std::vector<range> ranges) {
    factors_ = choose_factors(trained_, std::move(ranges), settings_);
    return convert::quantize(trained_.net, factors_, settings_);
  }
  /// The same from a record.
  ///
  /// errors   convert_error: the record is of another model, as read_factors
  network quantize(const record& r) {
    factors_ = read_factors(trained_.net, r, settings_);
    return convert::quantize(trained_.net, factors_, settings_);
  }

  /// What the run can be repeated with: all layers one by one, under the names of the original.
  quantize_config full_config() const {
    quantize_config full = config_;
    full.settings = settings_by_layer(explicit_settings(), original_, trained_.net);
    return full;
  }
  /// The factors of the run, and the biases of the network that came out of it.
  record make_record(const network& quantized) const {
    quantization_factors factors = factors_;
    take_biases(factors, trained_.net, quantized);
    return convert::make_record(trained_.net, factors, settings_, to_text(full_config()));
  }
  mapping map(const network& quantized) const { return map_nodes(original_, quantized); }

 private:
  /// The names of the operators that folding leaves alone.
  std::vector<std::string> kept_names() const {
    std::vector<std::string> kept;
    for (const std::string& name : config_.skip_fusion_layers) {
      const std::vector<bool> meant = operators_named(original_, name);
      for (std::size_t i = 0; i < meant.size(); ++i) {
        if (meant[i]) kept.push_back(layer_name(original_, original_.nodes[i]));
      }
    }
    return kept;
  }

  /// With what holds where nobody chose, for all to see and to edit.
  quantize_settings explicit_settings() const {
    quantize_settings s = settings_;
    const std::vector<operator_format> formats = formats_of(trained_.net, settings_);
    const std::vector<layer_settings> resolved = resolve(trained_.net, settings_);
    for (std::size_t i = 0; i < formats.size(); ++i) {
      const operator_format& f = formats[i];
      layer_settings chosen = resolved[i];
      const bool is_float = f == operator_format{};
      if (!is_float) detail::fill(chosen.quantize, std::optional(true));
      if (f.is_integer())
        detail::fill(chosen.observer.name,
                     std::optional(std::string(usual_observer(f.activations.codes))));
      if (f.per_channel) detail::fill(chosen.per_channel, std::optional(true));
      s.by_layer["#" + std::to_string(i)] = std::move(chosen);
    }
    return s;
  }

  network original_;
  quantize_config config_;
  std::vector<std::string> log_;
  trained_network trained_;
  quantize_settings settings_;
  std::vector<std::int32_t> untrained_;
  quantization_factors factors_;
};

}  // namespace octet::convert
