// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The files that a quantization leaves beside its model.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "octet/convert/file.hpp"
#include "octet/convert/quantization.hpp"
#include "octet/convert/run_log.hpp"

inline const char* const save_files_help =
    "write beside OUT, with its name, also .config.json (all settings, layer by layer; for "
    "--config), .record.txt (all factors; for octet convert), .mapping.json (which operators "
    "became "
    "which; for octet validate) and .log";

/// output   of the model; its extension is replaced
inline void save_run_files(const std::string& output, const octet::convert::quantization& run,
                           const octet::convert::network& quantized,
                           const octet::convert::calibration& calibrated,
                           const std::vector<std::string>& warnings) {
  const auto save = [&](const char* extension, const std::string& text) {
    octet::convert::write_file(std::filesystem::path(output).replace_extension(extension), text);
  };
  save(".config.json", to_text(run.full_config()));
  save(".record.txt", to_text(run.make_record(quantized)));
  save(".mapping.json", to_text(run.map(quantized)));
  save(".log", run_log(run, quantized, calibrated, warnings));
}
